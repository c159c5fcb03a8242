package io.tidemill.offline;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.learning.Recipe;
import io.tidemill.learning.SequenceEncoder;
import io.tidemill.learning.SequenceShape;
import io.tidemill.learning.TrainingSequence;
import io.tidemill.math.Noise;
import io.tidemill.train.SequenceBatch;

/**
 * The sequences of a part in batches: each row's outcome is learned exactly once a pass.
 *
 * <p>The rows of a key are cut into blocks of as many rows as a sequence learns; a sequence is a
 * block and the rows before it that it needs. Where the blocks begin is drawn anew for every pass.
 */
final class Batches {
  private final Part part;
  private final SequenceShape shape;
  private final int width;
  private final SequenceEncoder encoder;
  private final FeatureScaling scaling;

  Batches(Recipe recipe, Part part, FeatureScaling scaling) {
    this.part = part;
    this.scaling = scaling;
    shape = recipe.shape();
    width = recipe.spec().features().observedWidth();
    encoder = recipe.encoder();
  }

  /** What is done with a batch. */
  interface Use {
    /**
     * @param sequences of the pass that are done with, this batch included
     */
    void use(SequenceBatch batch, int sequences);
  }

  /** Sequences of a pass whose first blocks are whole; others have up to one more a key. */
  int sequences() {
    int count = 0;
    for (int i = 0; i < part.keys().length; i++) {
      count += blocks(i, 0);
    }
    return count;
  }

  /**
   * One pass in a random order with random changes, as the seed says.
   *
   * @return sequences learned
   */
  int learn(long seed, SequenceBatch batch, Use use) {
    int[] phases = new int[part.keys().length];
    for (int i = 0; i < phases.length; i++) {
      phases[i] = (int) Long.remainderUnsigned(Noise.bits(seed, i), shape.outcomes());
    }
    Blocks blocks = new Blocks(phases);
    int[] order = Orders.of(blocks.count, seed);
    for (int done = 0; done < order.length; ) {
      batch.clear();
      while (done < order.length && batch.rows() < batch.capacity()) {
        int block = order[done];
        encoder.encodeAugmented(
            blocks.sequence(block), blocks.rows[block], scaling, batch, Noise.bits(seed, done++));
      }
      use.use(batch, done);
    }
    return order.length;
  }

  /** One pass in the order of the rows, as they are. */
  void judge(SequenceBatch batch, Use use) {
    Blocks blocks = new Blocks(new int[part.keys().length]);
    for (int done = 0; done < blocks.count; ) {
      batch.clear();
      while (done < blocks.count && batch.rows() < batch.capacity()) {
        encoder.encode(blocks.sequence(done), blocks.rows[done], scaling, batch);
        done++;
      }
      use.use(batch, done);
    }
  }

  /** The first row of a key that is an outcome of another or of itself. */
  private int first(int i) {
    return Math.max(part.from()[i], shape.lead());
  }

  /** Blocks of a key, the first of which has {@code phase} rows if that is not 0. */
  private int blocks(int i, int phase) {
    int whole = part.to()[i] - first(i) - phase;
    int begun = phase > 0 && whole > -phase ? 1 : 0;
    return begun + (whole <= 0 ? 0 : (whole - 1) / shape.outcomes() + 1);
  }

  /** All blocks of a pass. */
  private final class Blocks {
    final int count;
    final int[] keys;
    final int[] ends; // the row after the last one
    final int[] rows;

    Blocks(int[] phases) {
      int sum = 0;
      for (int i = 0; i < phases.length; i++) {
        sum += blocks(i, phases[i]);
      }
      count = sum;
      keys = new int[count];
      ends = new int[count];
      rows = new int[count];
      int block = 0;
      for (int i = 0; i < phases.length; i++) {
        int begin = first(i);
        int end = begin + (phases[i] > 0 ? phases[i] : shape.outcomes());
        while (begin < part.to()[i]) {
          keys[block] = part.keys()[i];
          ends[block] = Math.min(end, part.to()[i]);
          rows[block] = ends[block] - begin;
          block++;
          begin = end;
          end += shape.outcomes();
        }
      }
    }

    TrainingSequence sequence(int block) {
      int key = keys[block];
      int first = Math.max(0, ends[block] - shape.rows());
      int steps = ends[block] - first;
      double[] observed = new double[steps * width];
      for (int row = 0; row < steps; row++) {
        part.rows().observe(key, first + row, observed, row * width);
      }
      return new TrainingSequence(
          part.rows().name(key), "", part.rows().time(key, ends[block] - 1), 0, steps, observed);
    }
  }
}
