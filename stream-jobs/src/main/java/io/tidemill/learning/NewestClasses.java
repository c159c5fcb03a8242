package io.tidemill.learning;

import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.math.Matrix;
import io.tidemill.network.Parameters;
import io.tidemill.serve.Predictor;
import io.tidemill.serve.Softmax;
import io.tidemill.snapshot.ModelSpec;
import java.util.List;

/**
 * What weights say of the classes of the newest rows of sequences: of the ones asked for last.
 * Confined to one thread.
 */
final class NewestClasses {
  private final FeatureSchema schema;
  private final int label;
  private final int steps;
  private final Predictor predictor;
  private final Matrix x;
  private final Matrix memory;
  private final Matrix y;
  private final float[] probabilities;
  private final int[] likeliest; // [rows]
  private final float[] surety; // [rows]

  /**
   * @param recipe of a classification
   * @param most sequences asked for at once
   */
  NewestClasses(Recipe recipe, int most) {
    ModelSpec spec = recipe.spec();
    if (!(spec.task() instanceof Classification classification)) {
      throw new IllegalArgumentException(spec.name() + " gives no classes");
    }
    schema = spec.features();
    label = classification.labelColumn(schema);
    steps = recipe.shape().steps();
    predictor = new Predictor(spec.network(), most);
    x = new Matrix(most, schema.inputWidth());
    memory = new Matrix(most, spec.network().stateSize());
    y = new Matrix(most, spec.network().outputSize());
    probabilities = new float[spec.network().outputSize()];
    likeliest = new int[most];
    surety = new float[most];
  }

  /** Asks for the classes of sequences, in order. */
  void ask(List<TrainingSequence> sequences, FeatureScaling scaling, Parameters weights) {
    predictor.load(weights);
    int rows = sequences.size();
    x.resize(rows);
    y.resize(rows);
    memory.resize(rows).fill(0);
    for (int step = 0; step < steps; step++) {
      for (int row = 0; row < rows; row++) {
        TrainingSequence sequence = sequences.get(row);
        if (step < sequence.rows()) {
          int at = step * sequence.width();
          schema.input(sequence.observed(), at, scaling, x.data(), x.offset(row));
        }
      }
      predictor.step(x, memory, y);
      for (int row = 0; row < rows; row++) {
        if (step == sequences.get(row).rows() - 1) {
          likeliest[row] = Softmax.of(y, row, probabilities);
          surety[row] = probabilities[likeliest[row]];
        }
      }
    }
  }

  /** The likeliest class of a sequence. */
  int likeliest(int row) {
    return likeliest[row];
  }

  /** The probability of the likeliest class. */
  float surety(int row) {
    return surety[row];
  }

  /** The class that it turned out to be; NaN: unknown. */
  double actual(TrainingSequence sequence) {
    return sequence.observed()[sequence.newest() + label];
  }
}
