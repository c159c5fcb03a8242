package io.tidemill.learning;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.math.Matrix;
import io.tidemill.network.Parameters;
import io.tidemill.serve.Predictor;
import io.tidemill.serve.Softmax;
import io.tidemill.snapshot.ModelSpec;
import java.util.List;

/** What weights say of the classes of the newest rows of sequences. Confined to one thread. */
final class NewestClasses {
  private final FeatureSchema schema;
  private final int steps;
  private final Predictor predictor;
  private final Matrix x;
  private final Matrix memory;
  private final Matrix y;
  private final float[][] probabilities; // [rows][classes]

  /**
   * @param most sequences asked for at once
   */
  NewestClasses(ModelSpec spec, SequenceShape shape, int most) {
    schema = spec.features();
    steps = shape.steps();
    predictor = new Predictor(spec.network(), most);
    x = new Matrix(most, schema.inputWidth());
    memory = new Matrix(most, spec.network().stateSize());
    y = new Matrix(most, spec.network().outputSize());
    probabilities = new float[most][spec.network().outputSize()];
  }

  /**
   * Probabilities of each sequence's classes, [sequences][classes]; overwritten by the next call.
   */
  float[][] of(List<TrainingSequence> sequences, FeatureScaling scaling, Parameters weights) {
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
          Softmax.of(y, row, probabilities[row]);
        }
      }
    }
    return probabilities;
  }
}
