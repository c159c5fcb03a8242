package io.tidemill.feature;

import java.util.ArrayList;
import java.util.List;

/**
 * A forecast bound to the columns of a schema: network outputs to raw values and raw outcomes to
 * training targets, each the inverse of the other. One unit of output is one deviation of the
 * target, of the key where it is scaled per key, else of the stream (the range for {@link
 * Scale#MIN_MAX}, 1 for {@link Scale#NONE}); both directions are cut to {@value
 * NumberFeature#LIMIT} units. Immutable, allocates nothing per event.
 */
public final class BoundForecast {

  private final Forecast forecast;
  private final int horizons;
  private final NumberFeature[] features; // [targets]
  private final int[] columns; // [targets] first observed column of each feature
  private final int[] fields; // [targets] in an event's numbers

  BoundForecast(Forecast forecast, FeatureSchema schema) {
    this.forecast = forecast;
    int targets = forecast.targets().size();
    this.horizons = forecast.horizons().size();
    this.features = new NumberFeature[targets];
    this.columns = new int[targets];
    this.fields = new int[targets];
    List<String> numbers = new ArrayList<>();
    int column = 0;
    for (Featurizer featurizer : schema.featurizers()) {
      if (featurizer instanceof NumberFeature number) {
        numbers.add(number.name());
        int target = forecast.targets().indexOf(number.name());
        if (target >= 0) {
          features[target] = number;
          columns[target] = column;
          fields[target] = schema.indexOf(number.field());
        }
      }
      column += featurizer.observedWidth();
    }
    for (String target : forecast.targets()) {
      if (!numbers.contains(target)) {
        throw new IllegalArgumentException(
            "forecast target \"%s\" is no number feature: there are %s".formatted(target, numbers));
      }
    }
  }

  public Forecast forecast() {
    return forecast;
  }

  /** Targets forecast. */
  public int targets() {
    return features.length;
  }

  /** Observed column of the target's value, NaN there: missing. */
  public int valueColumn(int target) {
    return columns[target];
  }

  /** Observed column of the target's last known value. */
  public int lastColumn(int target) {
    return columns[target] + NumberFeature.LAST;
  }

  /** Where the target is in an event's numbers. */
  public int field(int target) {
    return fields[target];
  }

  /**
   * Network outputs to raw values.
   *
   * @param observed holds, from {@code offset}, the row the forecast was made from
   * @param y [outputSize] from {@code yOffset}; an output that is not finite counts as 0
   * @param values [outputSize] receives finite values; NaN: the base is not known yet
   */
  public void values(
      double[] observed,
      int offset,
      FeatureScaling scaling,
      float[] y,
      int yOffset,
      double[] values,
      int valuesOffset) {
    for (int target = 0; target < features.length; target++) {
      double base = base(target, observed, offset, scaling);
      double unit = features[target].unit(observed, offset, columns[target], scaling);
      for (int horizon = 0; horizon < horizons; horizon++) {
        int column = target * horizons + horizon;
        float output = y[yOffset + column];
        double step = Float.isFinite(output) && !Double.isNaN(unit) ? unit * cut(output) : 0;
        values[valuesOffset + column] = base + step;
      }
    }
  }

  /**
   * Raw outcomes to training targets.
   *
   * @param observed holds, from {@code offset}, the row the forecast is to be made from
   * @param outcomes [outputSize] what the targets became, NaN: unknown or missing
   * @param target [outputSize] receives what the network should have put out, 0 where unknown
   * @param weight [outputSize] receives 1, or 0 where the outcome is unknown or the row cannot be
   *     scaled yet
   * @return outputs with weight 1
   */
  public int target(
      double[] observed,
      int offset,
      FeatureScaling scaling,
      double[] outcomes,
      int outcomesOffset,
      float[] target,
      int targetOffset,
      float[] weight,
      int weightOffset) {
    int known = 0;
    for (int i = 0; i < features.length; i++) {
      double base = base(i, observed, offset, scaling);
      double unit = features[i].unit(observed, offset, columns[i], scaling);
      for (int horizon = 0; horizon < horizons; horizon++) {
        int column = i * horizons + horizon;
        double outcome = outcomes[outcomesOffset + column];
        double deviations = (outcome - base) / unit;
        boolean learnable = Math.abs(outcome) <= NumberFeature.LARGEST && !Double.isNaN(deviations);
        target[targetOffset + column] = learnable ? (float) cut(deviations) : 0;
        weight[weightOffset + column] = learnable ? 1 : 0;
        known += learnable ? 1 : 0;
      }
    }
    return known;
  }

  private double base(int target, double[] observed, int offset, FeatureScaling scaling) {
    return switch (forecast.base()) {
      case LAST -> features[target].last(observed, offset, columns[target]);
      case MEAN -> features[target].center(observed, offset, columns[target], scaling);
    };
  }

  private static double cut(double deviations) {
    return Math.max(-NumberFeature.LIMIT, Math.min(NumberFeature.LIMIT, deviations));
  }
}
