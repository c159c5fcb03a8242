package io.tidemill.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every threshold keeps to. */
class ThresholdContractTest {

  private static final Map<Class<?>, Threshold> EXAMPLES =
      Map.ofEntries(
          entry(FixedThreshold.class, new FixedThreshold(4)),
          entry(BudgetThreshold.class, new BudgetThreshold(1, 86_400_000, 100)),
          entry(SurpriseThreshold.class, new SurpriseThreshold(1, 86_400_000)));

  static Stream<Threshold> all() {
    return Arrays.stream(Threshold.class.getPermittedSubclasses())
        .map(
            type -> {
              assertThat(EXAMPLES).as("examples of thresholds").containsKey(type);
              return EXAMPLES.get(type);
            });
  }

  @ParameterizedTest
  @MethodSource("all")
  void continuesExactlyFromACopyOfItsState(Threshold threshold) {
    double[] first = new double[threshold.stateSize()];
    feed(threshold, first, 0, 0, 700);
    double[] second = first.clone();
    feed(threshold, first, 0, 700, 1_400);
    feed(threshold, second, 0, 700, 1_400);
    assertThat(second).isEqualTo(first);
    assertThat(threshold.threshold(first, 0)).isGreaterThan(0).isLessThan(1e6);
  }

  @ParameterizedTest
  @MethodSource("all")
  void touchesOnlyItsOwnState(Threshold threshold) {
    double[] alone = new double[threshold.stateSize()];
    double[] within = new double[threshold.stateSize() + 6];
    Arrays.fill(within, 0, 3, 5);
    Arrays.fill(within, within.length - 3, within.length, 5);
    feed(threshold, alone, 0, 0, 500);
    feed(threshold, within, 3, 0, 500);
    assertThat(Arrays.copyOfRange(within, 3, within.length - 3)).isEqualTo(alone);
    assertThat(within).startsWith(5, 5, 5).endsWith(5, 5, 5);
  }

  @ParameterizedTest
  @MethodSource("all")
  void survivesAnyScoreAtAnyTime(Threshold threshold) {
    double[] scores = {
      0,
      -1,
      Double.NaN,
      1e300,
      Double.MAX_VALUE,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      1e-300
    };
    long[] times = {0, Long.MIN_VALUE, 5, Long.MAX_VALUE, -1, 253_402_300_799_999L};
    RandomGenerator random = new SplittableRandom(3);
    double[] state = new double[threshold.stateSize()];
    for (int i = 0; i < 2_000; i++) {
      double score =
          random.nextInt(4) == 0 ? scores[random.nextInt(scores.length)] : random.nextExponential();
      threshold.update(score, times[random.nextInt(times.length)], state, 0);
      assertThat(threshold.threshold(state, 0)).isNotNaN().isNotNegative();
    }
    for (double number : state) {
      assertThat(number).isFinite();
    }
  }

  @Test
  void gradeIsZeroBelowAHalfAtAndNearOneFarAboveTheThreshold() {
    assertThat(Threshold.grade(3.9, 4)).isZero();
    assertThat(Threshold.grade(4, 4)).isEqualTo(0.5);
    assertThat(Threshold.grade(8, 4)).isEqualTo(0.75);
    assertThat(Threshold.grade(1e300, 4)).isEqualTo(1);
    assertThat(Threshold.grade(Double.NaN, 4)).isZero();
    assertThat(Threshold.grade(1e300, Double.POSITIVE_INFINITY)).isZero();
    assertThat(Threshold.grade(0, -1)).isEqualTo(1);
  }

  private static void feed(Threshold threshold, double[] state, int offset, int from, int to) {
    RandomGenerator random = new SplittableRandom(from);
    for (int i = from; i < to; i++) {
      threshold.update(random.nextExponential(), 60_000L * i, state, offset);
    }
  }
}
