package io.tidemill.feature;

import java.util.List;

/**
 * Forecasts each target some steps of its key ahead; output column = target * horizons + index of
 * the horizon. The network puts out deviations from a base, so an untrained one already repeats it.
 *
 * @param targets number features of the schema
 * @param horizons steps ahead within the key, ascending, each in [1, 1024]
 */
public record Forecast(List<String> targets, List<Integer> horizons, Base base) implements Task {

  /** What a forecast is counted from. */
  public enum Base {
    /** The last known value of the target. */
    LAST,
    /** The mean of the target: of the key where it is scaled per key, else of the stream. */
    MEAN
  }

  private static final int FURTHEST = 1024;

  public Forecast {
    targets = List.copyOf(targets);
    horizons = List.copyOf(horizons);
    Names.checkUnique("forecast target", targets);
    if (targets.isEmpty() || horizons.isEmpty()) {
      throw new IllegalArgumentException(
          "forecast of %s at horizons %s: want at least one target and one horizon"
              .formatted(targets, horizons));
    }
    int previous = 0;
    for (int horizon : horizons) {
      if (horizon <= previous || horizon > FURTHEST) {
        throw new IllegalArgumentException(
            "forecast horizons are %s: want ascending steps from 1 to %d"
                .formatted(horizons, FURTHEST));
      }
      previous = horizon;
    }
  }

  /** Columns of the network's output, whatever the features. */
  public int outputSize() {
    return targets.size() * horizons.size();
  }

  @Override
  public int outputSize(FeatureSchema schema) {
    return outputSize();
  }

  @Override
  public void check(FeatureSchema schema) {
    bind(schema);
  }

  /** Looks the targets up in a schema once, for use per event. */
  public BoundForecast bind(FeatureSchema schema) {
    return new BoundForecast(this, schema);
  }
}
