package io.tidemill.learning;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.network.Parameters;
import io.tidemill.train.SequenceBatch;
import io.tidemill.train.Trainer;

/** What the newest outcome of a sequence costs, by the model's own loss. */
final class SequenceLoss {
  private final Trainer trainer;
  private final SequenceEncoder encoder;
  private final SequenceBatch one;

  /**
   * @param trainer that knows the loss
   */
  SequenceLoss(Recipe recipe, Trainer trainer) {
    this.trainer = trainer;
    encoder = recipe.encoder();
    one = recipe.batch(1);
  }

  /** Of a sequence under weights and their scaling; NaN: its outcome is unknown. */
  double of(TrainingSequence sequence, Parameters weights, FeatureScaling scaling) {
    one.clear();
    return encoder.encode(sequence, 1, scaling, one) == 0 ? Double.NaN : trainer.loss(weights, one);
  }
}
