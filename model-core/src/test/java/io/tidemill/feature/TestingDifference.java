package io.tidemill.feature;

import java.util.List;

/** A user's own feature: the difference to the last value. */
record TestingDifference(String field, double factor) implements Featurizer {

  /** Names the feature for the service loader. */
  public static final class Type implements FeaturizerType {

    @Override
    public String keyword() {
      return "testing-difference";
    }

    @Override
    public Class<? extends Record> record() {
      return TestingDifference.class;
    }
  }

  @Override
  public String name() {
    return field + "-difference";
  }

  @Override
  public List<String> fields() {
    return List.of(field);
  }

  @Override
  public List<String> columns() {
    return List.of(name());
  }

  @Override
  public int stateSize() {
    return 1;
  }

  @Override
  public int observedWidth() {
    return 1;
  }

  @Override
  public int inputWidth() {
    return 1;
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
    observed[observedOffset] = value - state[stateOffset];
    if (Math.abs(value) < 1e100) {
      state[stateOffset] = value;
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
    double value = factor * observed[rowOffset + column];
    x[inputOffset] = Math.abs(value) < 8 ? (float) value : 0;
  }
}
