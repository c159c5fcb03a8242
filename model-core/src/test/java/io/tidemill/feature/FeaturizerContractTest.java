package io.tidemill.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every feature keeps to, with every option it has. */
class FeaturizerContractTest {

  private static final int[] FIELDS = {1};
  private static final double[] ODD = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    1e99,
    -1e99,
    0,
    Double.MIN_VALUE
  };
  private static final long[] TIMES = {
    0, -1, Long.MAX_VALUE, Long.MIN_VALUE, 253_402_300_799_999L, 1_767_571_200_000L
  };

  static Stream<Featurizer> all() {
    List<Featurizer> all = new ArrayList<>();
    for (Missing missing : Missing.values()) {
      for (Scale scale : Scale.values()) {
        all.add(new NumberFeature("flow", missing, scale));
      }
    }
    for (ClockPart part : ClockPart.values()) {
      all.add(new ClockFeature(part));
      all.add(new ClockFeature(part, "America/St_Johns"));
    }
    all.add(new ImageFeature("flow", 2, 1, 3));
    all.add(new ImageFeature("flow", 1, 2, 1, ImageFeature.Range.SYMMETRIC));
    all.add(new TextFeature("flow", 5, 100));
    all.add(new LabelFeature("flow", List.of("up", "down")));
    all.add(new PastLabelsFeature("flow", List.of("up", "down"), 3, 2, 4, 16));
    all.add(new QuantileFeature("flow"));
    all.add(new SymbolFeature("flow", 5));
    all.add(new ContextFeature("flow"));
    all.add(new TestingDifference("flow", 0.5));
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void saysWhatItWrites(Featurizer featurizer) {
    assertThat(featurizer.columns()).hasSize(featurizer.observedWidth()).doesNotHaveDuplicates();
    assertThat(featurizer.columns()).allMatch(column -> column.startsWith(featurizer.name()));
    assertThat(featurizer.inputs()).hasSize(featurizer.inputWidth()).doesNotHaveDuplicates();
    assertThat(featurizer).isInstanceOf(Record.class);
  }

  @ParameterizedTest
  @MethodSource("all")
  void continuesExactlyFromACopyOfItsState(Featurizer featurizer) {
    double[] first = new double[featurizer.stateSize()];
    observe(featurizer, first, 1, 100);
    double[] second = first.clone();
    double[] row = observe(featurizer, first, 2, 100);
    assertThat(observe(featurizer, second, 2, 100)).isEqualTo(row);
    assertThat(second).isEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("all")
  void touchesOnlyItsOwnPlaces(Featurizer featurizer) {
    double[] state = new double[featurizer.stateSize() + 4];
    double[] row = new double[featurizer.observedWidth() + 4];
    float[] x = new float[featurizer.inputWidth() + 4];
    for (double[] array : List.of(state, row)) {
      Arrays.fill(array, 0, 2, 5);
      Arrays.fill(array, array.length - 2, array.length, 5);
    }
    Arrays.fill(x, 5);
    RandomGenerator random = new SplittableRandom(3);
    for (int i = 0; i < 50; i++) {
      featurizer.observe(numbers(random), FIELDS, i, numbers(random), state, 2, row, 2);
      featurizer.input(row, 1, 1, scaling(featurizer.observedWidth() + 1), x, 2);
    }
    assertThat(state).startsWith(5, 5).endsWith(5, 5);
    assertThat(row).startsWith(5, 5).endsWith(5, 5);
    assertThat(x).startsWith(5, 5).endsWith(5, 5);
  }

  @ParameterizedTest
  @MethodSource("all")
  void anyEventGivesFiniteInputs(Featurizer featurizer) {
    RandomGenerator random = new SplittableRandom(4);
    double[] state = new double[featurizer.stateSize()];
    double[] row = new double[featurizer.observedWidth()];
    float[] x = new float[featurizer.inputWidth()];
    for (int i = 0; i < 500; i++) {
      double[] numbers = numbers(random);
      double[] expected = numbers(random);
      if (random.nextBoolean()) {
        numbers[1] = ODD[random.nextInt(ODD.length)];
        expected[1] = ODD[random.nextInt(ODD.length)];
      }
      long time = TIMES[random.nextInt(TIMES.length)];
      featurizer.observe(numbers, FIELDS, time, expected, state, 0, row, 0);
      featurizer.input(row, 0, 0, scaling(featurizer.observedWidth()), x, 0);
      assertThat(isFinite(x)).as("inputs %s of row %s", x, row).isTrue();
    }
    assertThat(Arrays.stream(state).allMatch(Double::isFinite)).as("state %s", state).isTrue();
  }

  @ParameterizedTest
  @MethodSource("all")
  void aRowOfNothingGivesFiniteInputs(Featurizer featurizer) {
    double[] row = new double[featurizer.observedWidth()];
    Arrays.fill(row, Double.NaN);
    float[] x = new float[featurizer.inputWidth()];
    if (!featurizer.fields().isEmpty()) { // a clock always shows something
      featurizer.input(row, 0, 0, scaling(row.length), x, 0);
      assertThat(isFinite(x)).as("inputs %s", x).isTrue();
    }
  }

  private static boolean isFinite(float[] x) {
    for (float input : x) {
      if (!Float.isFinite(input)) {
        return false;
      }
    }
    return true;
  }

  private static double[] observe(Featurizer featurizer, double[] state, long seed, int events) {
    RandomGenerator random = new SplittableRandom(seed);
    double[] row = new double[featurizer.observedWidth()];
    for (int i = 0; i < events; i++) {
      featurizer.observe(numbers(random), FIELDS, 600_000L * i, numbers(random), state, 0, row, 0);
    }
    return row;
  }

  private static double[] numbers(RandomGenerator random) {
    return random.doubles(8, -300, 300).toArray();
  }

  private static FeatureScaling scaling(int width) {
    return FeatureScaling.identity(width);
  }
}
