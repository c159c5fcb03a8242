package io.tidemill.learning;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.math.Matrix;
import io.tidemill.pipeline.Augmentation;
import io.tidemill.snapshot.ModelSpec;
import io.tidemill.train.SequenceBatch;
import org.jspecify.annotations.Nullable;

/**
 * Writes sequences into batches under a scaling: inputs of every step, and as targets the newest
 * outcomes. Older, unknown and missing outcomes have weight 0. Confined to one thread.
 */
public final class SequenceEncoder {
  private final FeatureSchema schema;
  private final int lead;
  private final Outcomes outcomes;
  private final Augmenter augmenter;

  public SequenceEncoder(ModelSpec spec, SequenceShape shape, Augmentation augmentation) {
    this.schema = spec.features();
    this.lead = shape.lead();
    this.outcomes = Outcomes.of(spec.task(), schema);
    this.augmenter = new Augmenter(augmentation, schema);
  }

  /**
   * Adds a sequence to the batch, as it is.
   *
   * @param newest rows whose values are outcomes to learn from
   * @return outcomes to learn from
   */
  public int encode(
      TrainingSequence sequence, int newest, FeatureScaling scaling, SequenceBatch batch) {
    return encode(sequence, newest, scaling, batch, null, 0);
  }

  /**
   * Adds a sequence to the batch, its inputs changed as the augmentation says.
   *
   * @param newest rows whose values are outcomes to learn from
   * @param noise random bits of this sequence and this time
   * @return outcomes to learn from
   */
  public int encodeAugmented(
      TrainingSequence sequence,
      int newest,
      FeatureScaling scaling,
      SequenceBatch batch,
      long noise) {
    return encode(sequence, newest, scaling, batch, augmenter, noise);
  }

  private int encode(
      TrainingSequence sequence,
      int newest,
      FeatureScaling scaling,
      SequenceBatch batch,
      @Nullable Augmenter augmenter,
      long noise) {
    int row = batch.add();
    int steps = sequence.rows() - lead;
    int known = 0;
    for (int t = 0; t < steps; t++) {
      Matrix x = batch.x(t);
      schema.input(sequence.observed(), t * sequence.width(), scaling, x.data(), x.offset(row));
      known += outcomes.write(sequence, t, newest, scaling, batch, row);
      if (augmenter != null) { // after the outcomes: a reconstruction is to undo it
        augmenter.apply(x.data(), x.offset(row), t, noise);
      }
    }
    return known;
  }
}
