package io.tidemill.learning;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.math.Noise;
import io.tidemill.pipeline.Learn;
import io.tidemill.snapshot.ModelSpec;
import io.tidemill.train.SequenceBatch;
import io.tidemill.train.Trainer;
import java.util.ArrayList;
import java.util.List;

/**
 * A model and how it is learned: makes what learns it, and batches of sequences. Confined to one
 * thread.
 */
public final class Recipe {
  private final ModelSpec spec;
  private final Learn learn;
  private final SequenceShape shape;
  private final SequenceEncoder encoder;
  private final KeyShare keyShare;

  public Recipe(ModelSpec spec, Learn learn) {
    this.spec = spec;
    this.learn = learn;
    shape = SequenceShape.of(learn, spec);
    encoder = new SequenceEncoder(spec, shape, learn.augmentation());
    keyShare = new KeyShare(learn.gate().keyShare());
  }

  public ModelSpec spec() {
    return spec;
  }

  public Learn learn() {
    return learn;
  }

  public SequenceShape shape() {
    return shape;
  }

  public SequenceEncoder encoder() {
    return encoder;
  }

  /** A trainer of untrained weights. */
  public Trainer trainer() {
    return trainer(learn.seed());
  }

  /**
   * A trainer of untrained weights.
   *
   * @param seed of the weights and of what is dropped
   */
  public Trainer trainer(long seed) {
    return new Trainer(
        spec.model(), learn.loss(), learn.training(), seed, learn.batch(), shape.steps());
  }

  /** An empty batch of as many sequences as an optimiser step takes. */
  public SequenceBatch batch() {
    return batch(learn.batch());
  }

  /** An empty batch of at most so many sequences. */
  SequenceBatch batch(int rows) {
    return SequenceBatch.of(rows, shape.steps(), spec.model(), learn.loss());
  }

  /** An empty replay buffer. */
  ReplayBuffer replay() {
    return new ReplayBuffer(Math.max(learn.replay(), learn.gate().trialSequences()), learn.seed());
  }

  /**
   * Fills a batch with what an optimiser step learns: inputs changed as the augmentation says, keys
   * limited to their share.
   *
   * @param newest sequences that have not been learned
   * @param replayed others, learned before
   * @param step that learns them: it decides how they are changed
   */
  void fill(
      SequenceBatch batch,
      List<TrainingSequence> newest,
      List<TrainingSequence> replayed,
      FeatureScaling scaling,
      long step) {
    List<TrainingSequence> all = new ArrayList<>(newest);
    all.addAll(replayed);
    long noise = Noise.bits(learn.seed(), step);
    batch.clear();
    for (TrainingSequence sequence : all) {
      long own = Noise.bits(noise, batch.rows());
      encoder.encodeAugmented(sequence, shape.outcomes(), scaling, batch, own);
    }
    keyShare.limit(all, batch);
  }
}
