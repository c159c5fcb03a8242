package io.tidemill.offline;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.learning.SequenceEncoder;
import io.tidemill.learning.SequenceShape;
import io.tidemill.learning.TrainingSequence;
import io.tidemill.math.Noise;
import io.tidemill.train.SequenceBatch;

/**
 * The sequences of a part in batches: each row's outcome is learned about once a pass.
 *
 * <p>Sequences of a key follow one another by as many rows as each of them learns; where they begin
 * is drawn anew for every pass.
 */
final class Batches {
  private final Part part;
  private final SequenceShape shape;
  private final int width;
  private final SequenceEncoder encoder;
  private final FeatureScaling scaling;

  Batches(
      Part part, SequenceShape shape, int width, SequenceEncoder encoder, FeatureScaling scaling) {
    this.part = part;
    this.shape = shape;
    this.width = width;
    this.encoder = encoder;
    this.scaling = scaling;
  }

  /** What is done with a batch. */
  interface Use {
    /**
     * @param sequences of the pass that are done with, this batch included
     */
    void use(SequenceBatch batch, int sequences);
  }

  /** Sequences of a pass that begins with no offset. */
  int sequences() {
    int count = 0;
    for (int i = 0; i < part.keys().length; i++) {
      count += ends(i, 0);
    }
    return count;
  }

  /** One pass in a random order with random changes, as the seed says. */
  void learn(long seed, SequenceBatch batch, Use use) {
    pass(seed, true, batch, use);
  }

  /** One pass in the order of the rows, as they are. */
  void judge(SequenceBatch batch, Use use) {
    pass(0, false, batch, use);
  }

  private void pass(long seed, boolean learning, SequenceBatch batch, Use use) {
    int[] phases = new int[part.keys().length];
    int count = 0;
    for (int i = 0; i < phases.length; i++) {
      phases[i] =
          learning ? (int) Long.remainderUnsigned(Noise.bits(seed, i), shape.outcomes()) : 0;
      count += ends(i, phases[i]);
    }
    int[] keys = new int[count];
    int[] lasts = new int[count];
    int[] order = new int[count];
    int at = 0;
    for (int i = 0; i < phases.length; i++) {
      for (int end = 0, ends = ends(i, phases[i]); end < ends; end++) {
        keys[at] = part.keys()[i];
        lasts[at] = part.to()[i] - 1 - phases[i] - end * shape.outcomes();
        order[at] = at++;
      }
    }
    if (learning) {
      Orders.shuffle(order, seed);
    }
    for (int done = 0; done < count; ) {
      batch.clear();
      while (done < count && batch.rows() < batch.capacity()) {
        TrainingSequence sequence = sequence(keys[order[done]], lasts[order[done]]);
        if (learning) {
          encoder.encodeAugmented(sequence, scaling, batch, Noise.bits(seed, done));
        } else {
          encoder.encode(sequence, scaling, batch);
        }
        done++;
      }
      use.use(batch, done);
    }
  }

  /** Sequences of a key, the last one {@code phase} rows before the last row. */
  private int ends(int i, int phase) {
    int first = Math.max(part.from()[i], shape.lead()); // one that has an outcome
    int rows = part.to()[i] - phase - first;
    return rows <= 0 ? 0 : (rows - 1) / shape.outcomes() + 1;
  }

  private TrainingSequence sequence(int key, int last) {
    int first = Math.max(0, last + 1 - shape.rows());
    double[] observed = new double[(last + 1 - first) * width];
    for (int row = first; row <= last; row++) {
      part.rows().observe(key, row, observed, (row - first) * width);
    }
    return new TrainingSequence(
        part.rows().name(key), "", part.rows().time(key, last), 0, last + 1 - first, observed);
  }
}
