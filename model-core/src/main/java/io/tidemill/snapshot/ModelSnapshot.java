package io.tidemill.snapshot;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.network.Parameters;

/**
 * A model as it is served: the weights and the scaling they were trained with change together. What
 * it holds is shared and must not be written to.
 *
 * @param weights all parameters of the model
 * @param trainerState what a trainer of the model goes on from, as io.tidemill.train.Trainer gives
 *     it; empty where it is not kept
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of another's format, never compared
public record ModelSnapshot(
    ModelSpec spec,
    ModelVersion version,
    Parameters weights,
    FeatureScaling scaling,
    Provenance provenance,
    byte[] trainerState) {

  /** To be served, without what a trainer goes on from. */
  public ModelSnapshot(
      ModelSpec spec,
      ModelVersion version,
      Parameters weights,
      FeatureScaling scaling,
      Provenance provenance) {
    this(spec, version, weights, scaling, provenance, new byte[0]);
  }

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

  /** The same with what a trainer goes on from. */
  public ModelSnapshot withTrainerState(byte[] state) {
    return new ModelSnapshot(spec, version, weights, scaling, provenance, state);
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
