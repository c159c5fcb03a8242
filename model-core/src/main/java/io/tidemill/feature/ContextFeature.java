package io.tidemill.feature;

import java.util.List;

/**
 * How a number field stands to what it was for its key: the change since the last known value, and
 * the distance from a fast and a slow moving average of the values before.
 *
 * <p>Observed: {@code .change}, {@code .fast}, {@code .slow} in the unit of the field; NaN:
 * missing, or the first value of the key. Inputs: the same in deviations of the stream, squashed by
 * x / (1 + |x| / {@value #SOFTNESS}) so that a leap cannot outweigh everything else; 0 where NaN.
 *
 * @param fast values over which the fast average forgets, at least 1
 * @param slow values over which the slow average forgets, more than {@code fast}
 */
public record ContextFeature(String field, double fast, double slow) implements Featurizer {

  /** Squashed inputs stay below this many deviations either way. */
  static final double SOFTNESS = 3;

  private static final int COUNT = 0;
  private static final int LAST = 1;
  private static final int FAST = 2;
  private static final int SLOW = 3;

  public ContextFeature {
    Names.check("field of a context feature", field);
    if (!(fast >= 1 && slow > fast && slow <= 1e9)) {
      throw new IllegalArgumentException(
          "context of %s forgets over %s and %s values: want at least 1, and the second larger"
              .formatted(field, fast, slow));
    }
  }

  /** Averages over 6 and 48 values. */
  public ContextFeature(String field) {
    this(field, 6, 48);
  }

  @Override
  public String name() {
    return field + ".context";
  }

  @Override
  public List<String> fields() {
    return List.of(field);
  }

  @Override
  public List<String> columns() {
    return List.of(name() + ".change", name() + ".fast", name() + ".slow");
  }

  @Override
  public int stateSize() {
    return 4;
  }

  @Override
  public int observedWidth() {
    return 3;
  }

  @Override
  public int inputWidth() {
    return 3;
  }

  @Override
  public List<String> inputs() {
    return columns();
  }

  @Override
  public void observe(
      double[] numbers,
      int[] fieldIndex,
      long time,
      double[] expected,
      double[] state,
      int stateOffset,
      double[] observed,
      int observedOffset) {
    double value = numbers[fieldIndex[0]];
    double count = state[stateOffset + COUNT];
    boolean known = Math.abs(value) <= NumberFeature.LARGEST;
    for (int i = 0; i < 3; i++) {
      observed[observedOffset + i] =
          known && count > 0 ? value - state[stateOffset + LAST + i] : Double.NaN;
    }
    if (known) {
      count = Math.min(count + 1, slow);
      state[stateOffset + COUNT] = count;
      state[stateOffset + LAST] = value;
      state[stateOffset + FAST] += (value - state[stateOffset + FAST]) / Math.min(count, fast);
      state[stateOffset + SLOW] += (value - state[stateOffset + SLOW]) / count;
    }
  }

  @Override
  public void input(
      double[] observed,
      int rowOffset,
      int column,
      FeatureScaling scaling,
      float[] x,
      int inputOffset) {
    for (int i = 0; i < 3; i++) {
      double deviations = observed[rowOffset + column + i] / scaling.deviation()[column + i];
      x[inputOffset + i] = Double.isNaN(deviations) ? 0 : (float) squashed(deviations);
    }
  }

  private static double squashed(double deviations) {
    return deviations / (1 + Math.abs(deviations) / SOFTNESS);
  }
}
