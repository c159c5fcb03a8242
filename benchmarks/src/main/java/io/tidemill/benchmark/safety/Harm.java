package io.tidemill.benchmark.safety;

import io.tidemill.benchmark.drift.Concept;
import java.util.SplittableRandom;

/**
 * A generated stream of one rule, and what becomes of it on its way to the learner: in the fifth
 * tenth one label in five is the other one, in the 61st hundredth numbers are a thousand times too
 * large, and from 70 to 75 hundredths no label is known.
 */
record Harm(Concept concept, long seed, int events) {

  /** Parts of the stream, each from one share of it to another. */
  enum Part {
    FLIPS(0.4, 0.5),
    AFTER_FLIPS(0.5, 0.6),
    LARGE(0.6, 0.61),
    AFTER_LARGE(0.61, 0.7),
    UNKNOWN(0.7, 0.75),
    END(0.75, 1);

    final double from;
    final double until;

    Part(double from, double until) {
      this.from = from;
      this.until = until;
    }

    boolean has(int event, int events) {
      return event >= from * events && event < until * events;
    }
  }

  /** Numbers and class of every event as they are, [events, width + 1]. */
  double[][] clean() {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] rows = new double[events][concept.width() + 1];
    double[] x = new double[concept.width()];
    for (double[] row : rows) {
      concept.draw(x, random);
      System.arraycopy(x, 0, row, 0, x.length);
      row[x.length] = concept.label(x, seed % 3, random) ? 1 : 0;
    }
    return rows;
  }

  /** The same as they come. */
  double[][] harmed() {
    SplittableRandom random = new SplittableRandom(~seed);
    double[][] rows = clean();
    for (int i = 0; i < events; i++) {
      double[] row = rows[i];
      int label = row.length - 1;
      if (Part.FLIPS.has(i, events) && random.nextInt(5) == 0) {
        row[label] = 1 - row[label];
      } else if (Part.LARGE.has(i, events)) {
        for (int column = 0; column < label; column++) {
          row[column] *= 1000;
        }
      } else if (Part.UNKNOWN.has(i, events)) {
        row[label] = Double.NaN;
      }
    }
    return rows;
  }
}
