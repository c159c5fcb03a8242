package io.tidemill.learning;

import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.train.SequenceBatch;
import io.tidemill.train.Trainer;
import java.util.List;

/** Of answers whose loss is in no unit of the inputs, such as classes: by the model's own loss. */
final class LossTrial extends Trial {
  private final ModelSnapshot serving;
  private final Trainer trainer;
  private final SequenceEncoder encoder;
  private final SequenceBatch batch;

  /**
   * @param trainer that knows the loss
   */
  LossTrial(Recipe recipe, Trainer trainer, ModelSnapshot candidate, ModelSnapshot serving) {
    super(candidate);
    this.serving = serving;
    this.trainer = trainer;
    encoder = recipe.encoder();
    batch = recipe.batch();
  }

  @Override
  void judge(List<TrainingSequence> all) {
    for (int from = 0; from < all.size(); from += batch.capacity()) {
      List<TrainingSequence> some =
          all.subList(from, Math.min(from + batch.capacity(), all.size()));
      int known = encode(some, candidate());
      if (known > 0) {
        double outcomes = batch.totalWeight();
        double candidateSum = trainer.loss(candidate().weights(), batch) * outcomes;
        encode(some, serving);
        double servingSum = trainer.loss(serving.weights(), batch) * outcomes;
        add(candidateSum, servingSum, outcomes, known);
      }
    }
  }

  /** Fills the batch; returns the sequences that have an outcome. */
  private int encode(List<TrainingSequence> some, ModelSnapshot model) {
    batch.clear();
    int known = 0;
    for (TrainingSequence sequence : some) {
      known += encoder.encode(sequence, 1, model.scaling(), batch) > 0 ? 1 : 0;
    }
    return known;
  }
}
