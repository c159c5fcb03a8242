package io.tidemill.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BudgetThresholdTest {

  private static final long TEN_MINUTES = 600_000;
  private static final long DAY = 144 * TEN_MINUTES;

  /** 1 in 25,920 events. */
  private final BudgetThreshold budget = new BudgetThreshold(1, 180 * DAY);

  @ParameterizedTest
  @EnumSource(Streams.class)
  void keepsToItsBudgetWithinAFactorOfThree(Streams stream) {
    int keys = 30;
    int events = 14_000;
    int learning = 2_000;
    RandomGenerator random = new SplittableRandom(7);
    int alarms = 0;
    int early = 0;
    for (int key = 0; key < keys; key++) {
      double[] state = new double[budget.stateSize()];
      double[] memory = new double[1];
      int lastAlarm = -events;
      for (int i = 0; i < events; i++) {
        double score = stream.next(random, memory);
        if (score >= budget.threshold(state, 0)) {
          if (i - lastAlarm > 10) { // one burst is one alarm
            alarms += i >= learning ? 1 : 0;
            early += i < learning ? 1 : 0;
          }
          lastAlarm = i;
        }
        budget.update(score, i * TEN_MINUTES, state, 0);
      }
    }
    double granted = keys * (events - learning) / (180.0 * 144);
    assertThat(alarms / granted).as("alarms over those granted").isBetween(1 / 3.0, 3.0);
    assertThat(early / (keys * learning / (180.0 * 144))).as("while learning").isLessThan(3);
  }

  @Test
  void generousBudgetIsSpentToo() {
    BudgetThreshold daily = new BudgetThreshold(14.4, DAY); // every tenth event
    RandomGenerator random = new SplittableRandom(8);
    double[] state = new double[daily.stateSize()];
    int alarms = 0;
    for (int i = 0; i < 20_000; i++) {
      double score = random.nextExponential();
      alarms += score >= daily.threshold(state, 0) ? 1 : 0;
      daily.update(score, i * TEN_MINUTES, state, 0);
    }
    assertThat(alarms).isBetween(1_000, 3_000);
  }

  @Test
  void saysNothingBeforeWarmUp() {
    RandomGenerator random = new SplittableRandom(9);
    double[] state = new double[budget.stateSize()];
    for (int i = 0; i < 199; i++) {
      budget.update(random.nextExponential(), i * TEN_MINUTES, state, 0);
      assertThat(budget.threshold(state, 0)).isEqualTo(Double.POSITIVE_INFINITY);
    }
    budget.update(random.nextExponential(), 199 * TEN_MINUTES, state, 0);
    assertThat(budget.threshold(state, 0)).isBetween(3.0, 1000.0);
  }

  @Test
  void faultsHardlyRaiseTheThreshold() {
    double[] state = new double[budget.stateSize()];
    RandomGenerator random = new SplittableRandom(10);
    int at = 0;
    while (at < 3_000) {
      budget.update(Math.abs(random.nextGaussian()), at++ * TEN_MINUTES, state, 0);
    }
    double before = budget.threshold(state, 0);
    for (int i = 0; i < 60; i++) {
      budget.update(20 + random.nextGaussian(), at++ * TEN_MINUTES, state, 0);
    }
    assertThat(budget.threshold(state, 0)).isBetween(before, 1.15 * before);
  }

  @Test
  void followsScoresThatDoubleForGood() {
    double[] state = new double[budget.stateSize()];
    RandomGenerator random = new SplittableRandom(11);
    int at = 0;
    while (at < 4_000) {
      budget.update(Math.abs(random.nextGaussian()), at++ * TEN_MINUTES, state, 0);
    }
    double before = budget.threshold(state, 0);
    while (at < 10_000) {
      budget.update(2 * Math.abs(random.nextGaussian()), at++ * TEN_MINUTES, state, 0);
    }
    assertThat(budget.threshold(state, 0)).isBetween(1.5 * before, 4 * before);
  }

  @Test
  void unpredictedEventsOnlyTellThePace() {
    double[] state = new double[budget.stateSize()];
    for (int i = 0; i < 1_000; i++) {
      budget.update(Double.NaN, i * TEN_MINUTES, state, 0);
    }
    assertThat(budget.threshold(state, 0)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(EventPace.tail(1, 180 * DAY, state, 0)).isEqualTo(1 / (180.0 * 144));
  }

  @Test
  void refusesBudgetsThatMeanNothing() {
    assertThatThrownBy(() -> new BudgetThreshold(0, DAY))
        .hasMessageContaining("0.0 per 86400000 ms");
    assertThatThrownBy(() -> new BudgetThreshold(1, 0)).hasMessageContaining("1.0 per 0 ms");
    assertThatThrownBy(() -> new BudgetThreshold(1, DAY, 99))
        .hasMessageContaining("99: want 100 to");
  }
}
