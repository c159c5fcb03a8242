package io.tidemill.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.math.Noise;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every change of series must hold; a new one is found by its name in {@code permits}. */
class SeriesAugmentationTest {
  private static final int STEPS = 2_000;
  private static final int WIDTH = 4;
  private static final int FROM = 2;
  private static final int[] COLUMNS = {0, 2};

  static Stream<SeriesAugmentation> strong() {
    return Arrays.stream(SeriesAugmentation.class.getPermittedSubclasses())
        .map(type -> sample(type, 0.25));
  }

  static Stream<SeriesAugmentation> withoutEffect() {
    return Arrays.stream(SeriesAugmentation.class.getPermittedSubclasses())
        .map(type -> sample(type, 0));
  }

  private static SeriesAugmentation sample(Class<?> type, double deviation) {
    try {
      return (SeriesAugmentation) type.getDeclaredConstructor(double.class).newInstance(deviation);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("no sample of " + type + ": add its components' types here", e);
    }
  }

  @ParameterizedTest
  @MethodSource("strong")
  void theSameNoiseMakesTheSameChangeStepByStepInAnyOrder(SeriesAugmentation augmentation) {
    float[][] forward = sequence();
    float[][] backward = sequence();
    for (int step = 0; step < STEPS; step++) {
      augmentation.apply(forward[step], FROM, COLUMNS, step, 9);
      int other = STEPS - 1 - step;
      augmentation.apply(backward[other], FROM, COLUMNS, other, 9);
    }
    assertThat(forward).isDeepEqualTo(backward);
    assertThat(changed(augmentation, 10)).isNotEqualTo(forward);
  }

  @ParameterizedTest
  @MethodSource("strong")
  void changesTheMeasuredColumnsOnly(SeriesAugmentation augmentation) {
    float[][] changed = changed(augmentation, 3);
    float[][] original = sequence();
    for (int step = 0; step < STEPS; step++) {
      for (int i = 0; i < original[step].length; i++) {
        boolean measured = i == FROM || i == FROM + 2;
        assertThat(changed[step][i] != original[step][i]).isEqualTo(measured);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("withoutEffect")
  void leavesTheSeriesWhereItIsToDoNothing(SeriesAugmentation augmentation) {
    assertThat(changed(augmentation, 3)).isDeepEqualTo(sequence());
  }

  @Test
  void jitterAddsNoiseOfItsDeviationAnewAtEveryStep() {
    float[][] changed = changed(new Jitter(0.25), 4);
    double[] moments = new double[3];
    for (int step = 0; step < STEPS; step++) {
      double added = changed[step][FROM] - 5;
      moments[0] += added / STEPS;
      moments[1] += added * added / STEPS;
      moments[2] += added * (changed[step][FROM + 2] - 5) / STEPS;
    }
    assertThat(moments[0]).isCloseTo(0, within(0.02));
    assertThat(Math.sqrt(moments[1])).isCloseTo(0.25, within(0.015));
    assertThat(moments[2]).isCloseTo(0, within(0.005));
  }

  @Test
  void scaleIsOneFactorAColumn() {
    double[] moments = new double[2];
    for (int noise = 0; noise < STEPS; noise++) {
      float[] first = {2, 0, 4};
      float[] second = {-6, 0, 8};
      new Scale(0.25).apply(first, 0, COLUMNS, 0, noise);
      new Scale(0.25).apply(second, 0, COLUMNS, 1, noise);
      assertThat(second[0]).isCloseTo(-3 * first[0], within(1e-5f));
      assertThat(second[2]).isCloseTo(2 * first[2], within(1e-5f));
      assertThat(first[2]).isNotEqualTo(2 * first[0]);
      double factor = first[0] / 2 - 1;
      moments[0] += factor / STEPS;
      moments[1] += factor * factor / STEPS;
    }
    assertThat(moments[0]).isCloseTo(0, within(0.02));
    assertThat(Math.sqrt(moments[1])).isCloseTo(0.25, within(0.015));
  }

  @Test
  void severalAreAppliedInTurnWithNoiseOfTheirOwn() {
    float[] values = {1, 2, 3};
    float[] expected = values.clone();
    SeriesAugmentation.apply(List.of(new Scale(0.5), new Jitter(0.5)), values, 0, COLUMNS, 6, 8);
    new Scale(0.5).apply(expected, 0, COLUMNS, 6, Noise.bits(8, 0));
    new Jitter(0.5).apply(expected, 0, COLUMNS, 6, Noise.bits(8, 1));
    assertThat(values).isEqualTo(expected);
  }

  @Test
  void refuseWhatIsNoDeviation() {
    assertThatThrownBy(() -> new Jitter(-0.1)).hasMessageContaining("jitter.deviation is -0.1");
    assertThatThrownBy(() -> new Scale(Double.POSITIVE_INFINITY))
        .hasMessageContaining("scale.deviation is Infinity");
  }

  private static float[][] changed(SeriesAugmentation augmentation, long noise) {
    float[][] sequence = sequence();
    for (int step = 0; step < STEPS; step++) {
      augmentation.apply(sequence[step], FROM, COLUMNS, step, noise);
    }
    return sequence;
  }

  /** Fives, with room before and after. */
  private static float[][] sequence() {
    float[][] sequence = new float[STEPS][FROM + WIDTH + 1];
    for (float[] step : sequence) {
      Arrays.fill(step, 5);
    }
    return sequence;
  }
}
