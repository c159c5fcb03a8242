package io.tidemill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({"250ms,PT0.25S", "5s,PT5S", "10m,PT10M", "2 h,PT2H", "180d,PT4320H", "1w,PT168H"})
  void readsEveryUnit(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "5 sec", "-5s", "1.5h", "5S", "1h30m", "9999999999s"})
  void readsNothingElse(String text) {
    assertThat(Durations.parse(text)).isNull();
  }

  @Test
  void readsRates() {
    assertThat(Durations.Rate.parse("1 per day"))
        .isEqualTo(new Durations.Rate(1, Duration.ofDays(1)));
    assertThat(Durations.Rate.parse("0.5 per minute"))
        .isEqualTo(new Durations.Rate(0.5, Duration.ofMinutes(1)));
    assertThat(Durations.Rate.parse("3 per 180d"))
        .isEqualTo(new Durations.Rate(3, Duration.ofDays(180)));
    assertThat(Durations.Rate.parse("0 per day")).isNull();
    assertThat(Durations.Rate.parse("1 per 0s")).isNull();
    assertThat(Durations.Rate.parse("1 per month")).isNull();
  }
}
