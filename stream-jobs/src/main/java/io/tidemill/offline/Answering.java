package io.tidemill.offline;

import io.tidemill.feature.FeatureSchema;
import io.tidemill.math.Matrix;
import io.tidemill.serve.Predictor;
import io.tidemill.snapshot.ModelSnapshot;

/** Answers rows as the job does: key by key from its first row on, with a memory for each. */
final class Answering {
  private static final int BUNDLE = 256;

  private final ModelSnapshot model;
  private final FeatureSchema schema;
  private final Predictor predictor;
  private final Matrix x;
  private final Matrix memory;
  private final Matrix y;
  private final double[] observed; // [BUNDLE, width]

  /** What is done with the answers. */
  interface Use {
    /**
     * Hears of one row.
     *
     * @param observed holds the row from {@code at}
     * @param x holds the row's inputs at the row {@code i}
     * @param y holds the outputs at the row {@code i}
     */
    void answered(int key, int row, double[] observed, int at, Matrix x, Matrix y, int i);
  }

  Answering(ModelSnapshot model) {
    this.model = model;
    this.schema = model.spec().features();
    predictor = new Predictor(model.spec().network(), BUNDLE);
    predictor.load(model.servedWeights());
    x = new Matrix(BUNDLE, model.spec().network().inputSize());
    memory = new Matrix(BUNDLE, model.spec().network().stateSize());
    y = new Matrix(BUNDLE, model.spec().network().outputSize());
    observed = new double[BUNDLE * schema.observedWidth()];
  }

  /** Answers all rows of a part, and those before them to remember them. */
  void answer(Part part, Use use) {
    for (int from = 0; from < part.keys().length; from += BUNDLE) {
      answer(part, from, Math.min(from + BUNDLE, part.keys().length), use);
    }
  }

  private void answer(Part part, int from, int to, Use use) {
    int rows = to - from;
    int width = schema.observedWidth();
    int longest = 0;
    for (int i = from; i < to; i++) {
      longest = Math.max(longest, part.to()[i]);
    }
    x.resize(rows).fill(0);
    memory.resize(rows).fill(0);
    y.resize(rows);
    for (int t = 0; t < longest; t++) {
      for (int i = 0; i < rows; i++) {
        if (t < part.to()[from + i]) {
          part.rows().observe(part.keys()[from + i], t, observed, i * width);
          schema.input(observed, i * width, model.scaling(), x.data(), x.offset(i));
        }
      }
      predictor.step(x, memory, y);
      for (int i = 0; i < rows; i++) {
        if (t >= part.from()[from + i] && t < part.to()[from + i]) {
          use.answered(part.keys()[from + i], t, observed, i * width, x, y, i);
        }
      }
    }
  }
}
