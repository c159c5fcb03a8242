package io.tidemill.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How good forecasts of numbers are, beside the last value known: sums over examples, each with a
 * weight, so that old ones may fade (Gama, Sebastião and Rodrigues 2013). The state belongs to the
 * caller; zeros: nothing counted. Output = target * horizons + index of the horizon.
 */
public record ForecastTally(List<String> targets, List<Integer> horizons) {
  // Of an output.
  private static final int COUNT = 0;
  private static final int ABSOLUTE = 1; // of the forecast, then of the last value
  private static final int SQUARE = 3;
  private static final int SYMMETRIC = 5;
  private static final int SUMS = 7;

  public ForecastTally {
    targets = List.copyOf(targets);
    horizons = List.copyOf(horizons);
    if (targets.isEmpty() || horizons.isEmpty()) {
      throw new IllegalArgumentException(
          "forecasts of %s at horizons %s: want at least one of each".formatted(targets, horizons));
    }
  }

  /** Doubles of state. */
  public int stateSize() {
    return targets.size() * horizons.size() * SUMS;
  }

  /**
   * Counts one example.
   *
   * @param last known value of the target when it was forecast
   * @param weight above 0
   */
  public void add(
      int output,
      double actual,
      double forecast,
      double last,
      double weight,
      double[] state,
      int offset) {
    int at = offset + output * SUMS;
    state[at + COUNT] += weight;
    add(actual, forecast, weight, state, at);
    add(actual, last, weight, state, at + 1);
  }

  private static void add(double actual, double said, double weight, double[] state, int at) {
    double error = Math.abs(actual - said);
    double size = Math.abs(actual) + Math.abs(said);
    state[at + ABSOLUTE] += weight * error;
    state[at + SQUARE] += weight * error * error;
    state[at + SYMMETRIC] += size == 0 ? 0 : weight * 2 * error / size;
  }

  /** Examples, by their weights. */
  public double count(double[] state, int offset) {
    return sum(state, offset, 0, 1, targets.size() * horizons.size())[COUNT];
  }

  /** What was counted of all outputs, by name; NaN: cannot be told. */
  public Map<String, Double> figures(double[] state, int offset) {
    Map<String, Double> figures = new LinkedHashMap<>();
    double[] sum = sum(state, offset, 0, 1, targets.size() * horizons.size());
    put("", sum, figures);
    figures.put("smape", sum[SYMMETRIC] / sum[COUNT]);
    figures.put("smapeNoChange", sum[SYMMETRIC + 1] / sum[COUNT]);
    return figures;
  }

  /** What was counted of every horizon and every target, where there are several. */
  public Map<String, Double> parts(double[] state, int offset) {
    Map<String, Double> figures = new LinkedHashMap<>();
    int ahead = horizons.size();
    for (int i = 0; i < ahead && ahead > 1; i++) {
      put("@" + horizons.get(i), sum(state, offset, i, ahead, targets.size()), figures);
    }
    for (int i = 0; i < targets.size() && targets.size() > 1; i++) {
      put("." + targets.get(i), sum(state, offset, i * ahead, 1, ahead), figures);
    }
    return figures;
  }

  private static void put(String of, double[] sum, Map<String, Double> figures) {
    figures.put("mae" + of, sum[ABSOLUTE] / sum[COUNT]);
    figures.put("maeNoChange" + of, sum[ABSOLUTE + 1] / sum[COUNT]);
    figures.put("rmse" + of, Math.sqrt(sum[SQUARE] / sum[COUNT]));
    figures.put("rmseNoChange" + of, Math.sqrt(sum[SQUARE + 1] / sum[COUNT]));
  }

  /** Of so many outputs, each {@code step} after the one before. */
  private static double[] sum(double[] state, int offset, int first, int step, int outputs) {
    double[] sum = new double[SUMS];
    for (int i = 0; i < outputs; i++) {
      int at = offset + (first + i * step) * SUMS;
      for (int k = 0; k < SUMS; k++) {
        sum[k] += state[at + k];
      }
    }
    return sum;
  }
}
