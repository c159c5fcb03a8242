package io.tidemill.snapshot;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.network.Parameters;

/**
 * A model as it is served: the weights and the scaling they were trained with change together. What
 * it holds is shared and must not be written to.
 *
 * @param weights all parameters of the model
 */
public record ModelSnapshot(
    ModelSpec spec,
    ModelVersion version,
    Parameters weights,
    FeatureScaling scaling,
    Provenance provenance) {

  public ModelSnapshot {
    int parameters = spec.model().parameters().size();
    if (weights.data().length != parameters) {
      throw new IllegalArgumentException(
          "a snapshot of "
              + spec.name()
              + " with "
              + weights.data().length
              + " weights: its model has "
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

  /** The weights of the network that answers events. */
  public Parameters servedWeights() {
    return spec.model().served(weights);
  }

  /** Of the spec. */
  public long fingerprint() {
    return spec.fingerprint();
  }
}
