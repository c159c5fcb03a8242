package io.tidemill.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningMomentsTest {

  private final double[] state = new double[RunningMoments.SIZE];

  /**
   * NIST StRD, univariate summary statistics: NumAcc2 (1.2, 1.1, 1.3, …), NumAcc3 (1000000.2, …),
   * NumAcc4 (10000000.2, …).
   */
  @ParameterizedTest
  @ValueSource(doubles = {1.2, 1_000_000.2, 10_000_000.2})
  void certifiedMeanAndDeviationOfNist(double center) {
    add(center, 1e6);
    for (int i = 0; i < 500; i++) {
      add(center - 0.1, 1e6);
      add(center + 0.1, 1e6);
    }
    assertThat(RunningMoments.mean(state, 0)).isCloseTo(center, within(1e-9 * center));
    assertThat(RunningMoments.deviation(state, 0)).isCloseTo(0.1, within(1e-8));
  }

  @Test
  void forgetsOverItsWindow() {
    RandomGenerator random = new SplittableRandom(1);
    for (int i = 0; i < 5_000; i++) {
      add(random.nextGaussian(), 200);
    }
    for (int i = 0; i < 2_000; i++) {
      add(50 + 5 * random.nextGaussian(), 200);
    }
    assertThat(RunningMoments.mean(state, 0)).isCloseTo(50, within(1.5));
    assertThat(RunningMoments.deviation(state, 0)).isCloseTo(5, within(0.8));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 20, 500})
  void oneAbsurdValueChangesLittle(int before) {
    RandomGenerator random = new SplittableRandom(2);
    for (int i = 0; i < before; i++) {
      add(20 + random.nextGaussian(), 1000);
    }
    add(1e30, 1000);
    for (int i = 0; i < 1_000; i++) {
      add(20 + random.nextGaussian(), 1000);
    }
    assertThat(RunningMoments.mean(state, 0)).isCloseTo(20, within(0.6));
    assertThat(RunningMoments.deviation(state, 0)).isBetween(0.9, 6.0);
  }

  @Test
  void aNewLevelIsAcceptedAfterAFewValues() {
    RandomGenerator random = new SplittableRandom(3);
    for (int i = 0; i < 2_000; i++) {
      add(random.nextGaussian(), 1000);
    }
    for (int i = 0; i < 20; i++) {
      add(1e6 + random.nextGaussian(), 1000);
    }
    assertThat(RunningMoments.deviation(state, 0)).isGreaterThan(5e4);
  }

  @Test
  void aSeriesOfZerosWakesUp() {
    for (int i = 0; i < 2_000; i++) {
      add(0, 1000);
    }
    assertThat(RunningMoments.deviation(state, 0)).isEqualTo(1e-9);
    for (int i = 0; i < 40; i++) {
      add(3 + i % 3, 1000);
    }
    assertThat(RunningMoments.deviation(state, 0)).isGreaterThan(0.3);
  }

  @Test
  void returnsTheValueAsItWasCounted() {
    for (int i = 0; i < 100; i++) {
      assertThat(RunningMoments.update(state, 0, i % 2, 1000)).isEqualTo(i % 2);
    }
    double reach = RunningMoments.LIMIT * RunningMoments.deviation(state, 0);
    assertThat(RunningMoments.update(state, 0, -1e9, 1000)).isCloseTo(0.5 - reach, within(1e-12));
  }

  @Test
  void isWarmFromTheEighthValueOn() {
    for (int i = 0; i < 8; i++) {
      assertThat(RunningMoments.isWarm(state, 0)).isFalse();
      add(i, 1000);
    }
    assertThat(RunningMoments.isWarm(state, 0)).isTrue();
  }

  private void add(double value, double window) {
    RunningMoments.update(state, 0, value, window);
  }
}
