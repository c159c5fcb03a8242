package io.tidemill.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LearningDistanceTest {

  private final LearningDistance distance = new LearningDistance(32, Duration.ofSeconds(1));

  @Test
  void passesNoMoreThanTheDistanceUntilSomethingIsLearned() {
    assertThat(sendAll(0, Long.MIN_VALUE, 0)).isEqualTo(32);
    assertThat(sendAll(32, 15, 10)).isEqualTo(16); // records of the times 0 to 15 are learned
    assertThat(sendAll(48, 15, 20)).isZero();
    assertThat(sendAll(48, 47, 30)).isEqualTo(32);
  }

  @Test
  void passesAFewMoreWhenTheLearnerKeepsItWaiting() {
    assertThat(sendAll(0, Long.MIN_VALUE, 0)).isEqualTo(32);
    assertThat(sendAll(32, Long.MIN_VALUE, 999)).isZero();
    assertThat(sendAll(32, Long.MIN_VALUE, 1_000)).isEqualTo(2);
    assertThat(sendAll(34, Long.MIN_VALUE, 1_999)).isZero();
    assertThat(sendAll(34, Long.MIN_VALUE, 2_000)).isEqualTo(2);
  }

  @Test
  void recordsOutOfOrderCountAsLearnedWithTheNewestBeforeThem() {
    for (int n = 0; n < 32; n++) {
      distance.sent(n == 0 ? 100 : n);
    }
    assertThat(distance.hasRoom(99, 0)).isFalse();
    assertThat(distance.hasRoom(100, 0)).isTrue();
  }

  @Test
  void refusesADistanceThatNothingFits() {
    assertThatThrownBy(() -> new LearningDistance(0, Duration.ZERO))
        .hasMessage("distance is 0 records: must be at least 1");
  }

  /** Sends records of the times from, from + 1, ... while there is room; how many that were. */
  private int sendAll(long from, long learnedUntil, long now) {
    int sent = 0;
    while (distance.hasRoom(learnedUntil, now)) {
      distance.sent(from + sent++);
    }
    return sent;
  }
}
