package io.tidemill.snapshot;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.network.Parameters;

/**
 * A model as it is served: the weights and the scaling they were trained with change together. What
 * it holds is shared and must not be written to.
 */
public record ModelSnapshot(
    ModelSpec spec,
    ModelVersion version,
    Parameters weights,
    FeatureScaling scaling,
    Provenance provenance) {

  public ModelSnapshot {
    int parameters = spec.network().parameters().size();
    if (weights.data().length != parameters) {
      throw new IllegalArgumentException(
          "a snapshot of "
              + spec.name()
              + " with "
              + weights.data().length
              + " weights: its network has "
              + parameters);
    }
    if (scaling.width() != spec.features().observedWidth()) {
      throw new IllegalArgumentException(
          "a snapshot of "
              + spec.name()
              + " that scales "
              + scaling.width()
              + " columns: its features have "
              + spec.features().observedWidth());
    }
  }

  /** Of the spec. */
  public long fingerprint() {
    return spec.fingerprint();
  }
}
