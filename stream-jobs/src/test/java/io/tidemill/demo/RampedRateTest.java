package io.tidemill.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RampedRateTest {

  private static final RampedRate RATE = new RampedRate(1000, Duration.ofSeconds(4));

  @Test
  void growsEvenlyAndThenStays() {
    assertThat(RATE.eventsWithin(Duration.ofSeconds(2))).isEqualTo(500);
    assertThat(RATE.eventsWithin(Duration.ofSeconds(4))).isEqualTo(2000);
    assertThat(RATE.eventsWithin(Duration.ofSeconds(10))).isEqualTo(8000);
  }

  @Test
  void everyEventIsDueWhenSoManyAre() {
    for (long event : new long[] {0, 1, 499, 1999, 2000, 2001, 100_000}) {
      Duration due = Duration.ofNanos(RATE.dueAfter(event));
      assertThat(RATE.eventsWithin(due)).isCloseTo(event, Offset.offset(1L));
    }
  }

  @Test
  void withoutGrowthItIsTheRateAtOnce() {
    RampedRate steady = new RampedRate(100, Duration.ZERO);
    assertThat(steady.dueAfter(50)).isEqualTo(500_000_000);
    assertThat(steady.eventsWithin(Duration.ofSeconds(3))).isEqualTo(300);
  }
}
