package io.tidemill.snapshot;

import io.tidemill.feature.ClockFeature;
import io.tidemill.feature.ClockPart;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Featurizer;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Missing;
import io.tidemill.feature.NumberFeature;
import io.tidemill.feature.Scale;
import io.tidemill.layer.Dense;
import io.tidemill.layer.Gru;
import io.tidemill.network.Network;
import io.tidemill.network.Parameters;
import java.util.List;
import java.util.OptionalLong;

/** Snapshots for tests. */
final class Snapshots {
  private Snapshots() {}

  static ModelSpec spec() {
    List<Featurizer> featurizers =
        List.of(
            new NumberFeature("flow", Missing.LAST, Scale.STANDARD_PER_KEY),
            new NumberFeature("pressure \"a\\b\" é", Missing.MEAN, Scale.MIN_MAX, 250.5),
            new ClockFeature(ClockPart.HOUR_OF_DAY, "Europe/Berlin"));
    FeatureSchema features =
        new FeatureSchema(List.of("flow", "pressure \"a\\b\" é", "other"), featurizers);
    Network network = Network.of(new Gru(features.inputWidth(), 3), new Dense(3, 2));
    Forecast task = new Forecast(List.of("flow"), List.of(1, 12), Forecast.Base.LAST);
    return new ModelSpec("pumps", features, network, task);
  }

  /** With what a feature reads of the stream's quantiles in its scaling. */
  static ModelSnapshot tabled() {
    ModelSnapshot plain = snapshot();
    FeatureScaling scaling = plain.scaling();
    double[][] tables = new double[scaling.width()][0];
    tables[1] = new double[] {-1.5, 0, 1 / 3.0};
    return new ModelSnapshot(
        plain.spec(),
        plain.version(),
        plain.weights(),
        new FeatureScaling(
            scaling.mean(), scaling.deviation(), scaling.min(), scaling.max(), tables),
        plain.provenance());
  }

  static ModelSnapshot snapshot() {
    ModelSpec spec = spec();
    int width = spec.features().observedWidth();
    double[] mean = new double[width];
    double[] deviation = new double[width];
    double[] min = new double[width];
    double[] max = new double[width];
    for (int i = 0; i < width; i++) {
      mean[i] = i / 3.0;
      deviation[i] = 1 + i;
      min[i] = -i;
      max[i] = 0.1 * i;
    }
    return new ModelSnapshot(
        spec,
        new ModelVersion(2, 41),
        Parameters.initial(spec.model(), 5),
        new FeatureScaling(mean, deviation, min, max),
        new Provenance("learner", 1_790_000_000_000L, OptionalLong.of(1_700_000_000_123L), 7, 224));
  }
}
