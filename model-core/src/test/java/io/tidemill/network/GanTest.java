package io.tidemill.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.layer.Activation;
import io.tidemill.layer.Dense;
import io.tidemill.loss.SquaredError;
import io.tidemill.math.Matrix;
import io.tidemill.math.Noise;
import io.tidemill.optimizer.Adam;
import io.tidemill.serve.Predictor;
import io.tidemill.train.SequenceBatch;
import io.tidemill.train.Trainer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GanTest {
  private static final int ROWS = 64;
  private static final Gan MODEL =
      new Gan(
          Network.of(
              new Dense(2, 16), new Activation(16, Activation.Function.TANH), new Dense(16, 2)),
          Network.of(
              new Dense(2, 16),
              new Activation(16, Activation.Function.LEAKY_RELU),
              new Dense(16, 1)),
          0.1);

  /** Real points lie around (2, -1), with deviations 0.5 and 0.25. */
  @Test
  void makesPointsLikeTheRealOnes() {
    Trainer trainer =
        new Trainer(
            MODEL, MODEL.defaultLoss(), new Adam(0.004, 0.5, 0.99, 1e-8), 0, 0.99, 1, ROWS, 1);
    SequenceBatch batch = SequenceBatch.of(ROWS, 1, MODEL, MODEL.defaultLoss());
    Random random = new Random(2);
    double last = 0;
    for (int step = 0; step < 700; step++) {
      batch.clear();
      while (batch.rows() < ROWS) {
        int row = batch.add();
        batch.x(0).data()[2 * row] = (float) (2 + 0.5 * random.nextGaussian());
        batch.x(0).data()[2 * row + 1] = (float) (-1 + 0.25 * random.nextGaussian());
        batch.weight(0).data()[row] = 1;
      }
      last = trainer.learn(batch);
    }
    Matrix points = made(trainer.averaged(), 1000);
    assertThat(mean(points, 0)).isCloseTo(2, within(0.3));
    assertThat(mean(points, 1)).isCloseTo(-1, within(0.2));
    assertThat(last).as("neither player has won").isCloseTo(3 * Math.log(2), within(0.4));
  }

  private static Matrix made(Parameters weights, int rows) {
    Predictor generator = new Predictor(MODEL.generator(), rows);
    generator.load(MODEL.generator(weights));
    Matrix z = new Matrix(rows, 2);
    Noise.normal(3, 2 * rows, z.data());
    Matrix points = new Matrix(rows, 2);
    generator.step(z, new Matrix(rows, 0), points);
    return points;
  }

  private static double mean(Matrix points, int column) {
    double sum = 0;
    for (int row = 0; row < points.rows(); row++) {
      sum += points.data()[points.offset(row) + column];
    }
    return sum / points.rows();
  }

  @Test
  void saysWhatDoesNotFit() {
    Network two = Network.of(new Dense(2, 2));
    assertThatThrownBy(() -> new Gan(two, two)).hasMessageContaining("the logit of being real");
    assertThatThrownBy(() -> new Gan(two, Network.of(new Dense(3, 1))))
        .hasMessageContaining("makes 2 numbers, the discriminator takes 3");
    assertThatThrownBy(() -> MODEL.objective(new SquaredError(), 1, 1))
        .hasMessageContaining("by binary cross-entropy alone");
  }
}
