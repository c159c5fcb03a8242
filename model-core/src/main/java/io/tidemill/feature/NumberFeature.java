package io.tidemill.feature;

import java.util.ArrayList;
import java.util.List;

/**
 * A number field as it is, scaled; what stands in for a missing one is {@code missing}.
 *
 * <p>Observed columns: the value (NaN when missing), {@code .last}: the last known value, this one
 * included; where scaled per key also {@code .center} and {@code .deviation} of the key, this value
 * included, the deviation NaN for the first 7 known values; with {@link Missing#PREDICT} also
 * {@code .expected}, the network's forecast of the value.
 *
 * <p>Inputs: the scaled value, in [-8, 8] unless the scale is {@link Scale#NONE}, and 1 if the
 * value is missing, else 0. What cannot be scaled yet is 0. Statistics of the key forget over
 * {@code window} known values and are bounded against outliers. A number of more than 1e100 counts
 * as missing.
 *
 * @param window known values over which the statistics of a key forget, or, with {@link
 *     Scale#STANDARD_AT_START}, of which they are made; in [10, 1e9]
 */
public record NumberFeature(String field, Missing missing, Scale scale, double window)
    implements Featurizer {

  /** Known values over which the statistics of a key forget unless said otherwise. */
  public static final double DEFAULT_WINDOW = 1000;

  /**
   * Scaled values are cut to this many deviations either way: inputs, training targets and
   * forecasts alike.
   */
  public static final double LIMIT = 8;

  /** Numbers larger than this, either sign, are no measurements. */
  static final double LARGEST = 1e100;

  /** Where the last known value stands, from a feature's first column. */
  static final int LAST = 1;

  private static final int CENTER = 2;
  private static final int DEVIATION = 3;
  private static final int KNOWN = 0;
  private static final int LAST_KNOWN = 1;
  private static final int MOMENTS = 2;

  public NumberFeature {
    Names.check("field of a number feature", field);
    if (!(window >= 10 && window <= 1e9)) {
      throw new IllegalArgumentException(
          "window of number feature %s is %s: want 10 to 1e9 values".formatted(field, window));
    }
  }

  /** Forgets over {@link #DEFAULT_WINDOW} values. */
  public NumberFeature(String field, Missing missing, Scale scale) {
    this(field, missing, scale, DEFAULT_WINDOW);
  }

  /** Standardised over the stream; the last known value stands in for a missing one. */
  public NumberFeature(String field) {
    this(field, Missing.LAST, Scale.STANDARD);
  }

  @Override
  public String name() {
    return field;
  }

  @Override
  public List<String> fields() {
    return List.of(field);
  }

  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>(List.of(field, field + ".last"));
    if (perKey()) {
      columns.add(field + ".center");
      columns.add(field + ".deviation");
    }
    if (missing == Missing.PREDICT) {
      columns.add(field + ".expected");
    }
    return List.copyOf(columns);
  }

  @Override
  public int stateSize() {
    return MOMENTS + (perKey() ? RunningMoments.SIZE : 0);
  }

  @Override
  public int observedWidth() {
    return expectedColumn() + (missing == Missing.PREDICT ? 1 : 0);
  }

  @Override
  public int inputWidth() {
    return 2;
  }

  @Override
  public List<String> inputs() {
    return List.of(field, field + ".missing");
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
    boolean known = Math.abs(value) <= LARGEST;
    if (known) {
      state[stateOffset + KNOWN] = 1;
      state[stateOffset + LAST_KNOWN] = value;
      if (perKey() && !isSettled(state, stateOffset + MOMENTS)) {
        RunningMoments.update(state, stateOffset + MOMENTS, value, window);
      }
    }
    boolean ever = state[stateOffset + KNOWN] != 0;
    observed[observedOffset] = known ? value : Double.NaN;
    observed[observedOffset + LAST] = ever ? state[stateOffset + LAST_KNOWN] : Double.NaN;
    if (perKey()) {
      int moments = stateOffset + MOMENTS;
      observed[observedOffset + CENTER] = ever ? RunningMoments.mean(state, moments) : Double.NaN;
      observed[observedOffset + DEVIATION] =
          RunningMoments.isWarm(state, moments)
              ? RunningMoments.deviation(state, moments)
              : Double.NaN;
    }
    if (missing == Missing.PREDICT) {
      double forecast = expected[fieldIndex[0]];
      observed[observedOffset + expectedColumn()] =
          Math.abs(forecast) <= LARGEST ? forecast : Double.NaN;
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
    double value = observed[rowOffset + column];
    boolean absent = Double.isNaN(value);
    x[inputOffset] =
        (float)
            scaled(
                absent ? standIn(observed, rowOffset, column, scaling) : value,
                observed,
                rowOffset,
                column,
                scaling);
    x[inputOffset + 1] = absent ? 1 : 0;
  }

  @Override
  public boolean dropped(double[] observed, int observedOffset) {
    return missing == Missing.DROP && Double.isNaN(observed[observedOffset]);
  }

  /**
   * Where deviations are counted from: the mean of the key where scaled per key, else of the
   * stream; NaN: not known yet.
   */
  double center(double[] observed, int rowOffset, int column, FeatureScaling scaling) {
    return perKey() ? observed[rowOffset + column + CENTER] : scaling.mean()[column];
  }

  /** One unit of the scaled value in raw units; NaN: not known yet. */
  double unit(double[] observed, int rowOffset, int column, FeatureScaling scaling) {
    return switch (scale) {
      case STANDARD -> scaling.deviation()[column];
      case STANDARD_PER_KEY, STANDARD_AT_START -> observed[rowOffset + column + DEVIATION];
      case MIN_MAX -> {
        double range = scaling.max()[column] - scaling.min()[column];
        yield range > 0 ? range : Double.NaN;
      }
      case NONE -> 1;
    };
  }

  /** Last known value; NaN: none yet. */
  double last(double[] observed, int rowOffset, int column) {
    return observed[rowOffset + column + LAST];
  }

  private double standIn(double[] observed, int rowOffset, int column, FeatureScaling scaling) {
    return switch (missing) {
      case LAST -> last(observed, rowOffset, column);
      case MEAN -> center(observed, rowOffset, column, scaling);
      case ZERO -> 0;
      case DROP -> Double.NaN;
      case PREDICT -> {
        double forecast = observed[rowOffset + column + expectedColumn()];
        yield Double.isNaN(forecast) ? last(observed, rowOffset, column) : forecast;
      }
    };
  }

  private double scaled(
      double value, double[] observed, int rowOffset, int column, FeatureScaling scaling) {
    if (scale == Scale.NONE) {
      return Double.isNaN(value) ? 0 : Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, value));
    }
    double origin =
        scale == Scale.MIN_MAX
            ? scaling.min()[column]
            : center(observed, rowOffset, column, scaling);
    double deviations = (value - origin) / unit(observed, rowOffset, column, scaling);
    return Double.isNaN(deviations) ? 0 : Math.max(-LIMIT, Math.min(LIMIT, deviations));
  }

  private boolean perKey() {
    return scale == Scale.STANDARD_PER_KEY || scale == Scale.STANDARD_AT_START;
  }

  /** Whether the statistics of the key are no longer to change. */
  private boolean isSettled(double[] state, int moments) {
    return scale == Scale.STANDARD_AT_START && RunningMoments.count(state, moments) >= window;
  }

  private int expectedColumn() {
    return perKey() ? 4 : 2;
  }
}
