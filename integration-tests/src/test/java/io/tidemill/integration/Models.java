package io.tidemill.integration;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.network.Parameters;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSpec;
import io.tidemill.snapshot.ModelVersion;
import io.tidemill.snapshot.Provenance;
import java.util.OptionalLong;

/** Models that a test publishes itself. */
final class Models {
  private Models() {}

  /** The first version of a model, with weights that have learned nothing, the same every time. */
  static ModelSnapshot untrained(ModelSpec spec) {
    return new ModelSnapshot(
        spec,
        new ModelVersion(1, 1),
        Parameters.initial(spec.model(), 42),
        FeatureScaling.identity(spec.features().observedWidth()),
        new Provenance("test", 0, OptionalLong.empty(), 0, 0));
  }
}
