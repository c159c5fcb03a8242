package io.tidemill.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SurpriseThresholdTest {

  private static final long MINUTE = 60_000;
  private static final long DAY = 24 * 60 * MINUTE;

  private final SurpriseThreshold threshold = new SurpriseThreshold(1, 180 * DAY);
  private final double[] state = new double[threshold.stateSize()];

  @Test
  void isTheLogarithmOfTheEventsThatShareTheBudget() {
    events(0, 10 * MINUTE, 100);
    assertThat(threshold.threshold(state, 0)).isCloseTo(Math.log(180 * 144), within(1e-12));
  }

  @Test
  void saysNothingBeforeThePaceIsKnown() {
    assertThat(threshold.threshold(state, 0)).isEqualTo(Double.POSITIVE_INFINITY);
    threshold.update(0, 0, state, 0);
    assertThat(threshold.threshold(state, 0)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void aKeyThatWasAwayKeepsItsPace() {
    long last = events(0, 10 * MINUTE, 500);
    events(last + 90 * DAY, 10 * MINUTE, 500);
    assertThat(threshold.threshold(state, 0)).isCloseTo(Math.log(180 * 144), within(0.05));
  }

  @Test
  void eventsOutOfOrderDoNotTellThePace() {
    long last = events(0, 10 * MINUTE, 100);
    double before = threshold.threshold(state, 0);
    threshold.update(0, last - 55 * MINUTE, state, 0);
    assertThat(threshold.threshold(state, 0)).isEqualTo(before);
    threshold.update(0, last + 10 * MINUTE, state, 0);
    assertThat(threshold.threshold(state, 0)).isCloseTo(before, within(1e-12));
  }

  @Test
  void eventsOfOneTimeShareTheBudget() {
    for (int i = 0; i < 500; i++) {
      threshold.update(0, 10 * MINUTE * (i / 2), state, 0);
    }
    assertThat(threshold.threshold(state, 0)).isCloseTo(Math.log(2 * 180 * 144), within(0.02));
  }

  private long events(long from, long interval, int count) {
    for (int i = 0; i < count; i++) {
      threshold.update(0, from + i * interval, state, 0);
    }
    return from + (count - 1) * interval;
  }
}
