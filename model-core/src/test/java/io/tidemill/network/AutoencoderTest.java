package io.tidemill.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.layer.Activation;
import io.tidemill.layer.Dense;
import io.tidemill.loss.Loss;
import io.tidemill.loss.SparseCrossEntropy;
import io.tidemill.loss.SquaredError;
import io.tidemill.math.Matrix;
import io.tidemill.math.Noise;
import io.tidemill.optimizer.Adam;
import io.tidemill.serve.Predictor;
import io.tidemill.train.SequenceBatch;
import io.tidemill.train.Trainer;
import io.tidemill.train.Training;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Autoencoders, plain and variational, over points of a curve in four dimensions. */
class AutoencoderTest {
  private static final int ROWS = 32;
  private static final Loss LOSS = new SquaredError();

  private static Network network(int inputs, int outputs) {
    return Network.of(
        new Dense(inputs, 16),
        new Activation(16, Activation.Function.TANH),
        new Dense(16, outputs));
  }

  /** Where on the curve, and how far off it. */
  private static void point(Random random, double off, float[] to, int at) {
    double place = 3 * random.nextDouble();
    double[] point = {Math.sin(place), Math.cos(place), 0.5 * place, 1 - place / 3};
    for (int i = 0; i < 4; i++) {
      to[at + i] = (float) (point[i] + off * (random.nextBoolean() ? 1 : -1));
    }
  }

  private static Trainer learned(Model model, int steps) {
    Trainer trainer = new Trainer(model, LOSS, new Training(new Adam(0.01)), 1, ROWS, 1);
    SequenceBatch batch = SequenceBatch.of(ROWS, 1, model, LOSS);
    Random random = new Random(2);
    for (int step = 0; step < steps; step++) {
      batch.clear();
      while (batch.rows() < ROWS) {
        int row = batch.add();
        point(random, 0, batch.x(0).data(), 4 * row);
        Arrays.fill(batch.weight(0).data(), 4 * row, 4 * row + 4, 1);
      }
      trainer.learn(batch);
    }
    return trainer;
  }

  private static Matrix served(Network network, Parameters weights, Matrix x) {
    Predictor predictor = new Predictor(network, x.rows());
    predictor.load(weights);
    Matrix y = new Matrix(x.rows(), network.outputSize());
    predictor.step(x, new Matrix(x.rows(), 0), y);
    return y;
  }

  private static double error(Model model, Parameters weights, double off) {
    Matrix x = new Matrix(200, 4);
    Random random = new Random(3);
    for (int row = 0; row < x.rows(); row++) {
      point(random, off, x.data(), 4 * row);
    }
    Matrix y = served(model.served(), model.served(weights), x);
    double sum = 0;
    for (int i = 0; i < x.data().length; i++) {
      sum += Math.pow(y.data()[i] - x.data()[i], 2);
    }
    return sum / x.data().length;
  }

  @Test
  void rebuildsWhatIsLikeWhatItLearnedAndNothingElse() {
    Autoencoder model = new Autoencoder(network(4, 1), network(1, 4));
    Parameters weights = learned(model, 600).weights();
    assertThat(error(model, weights, 0)).isLessThan(0.005);
    assertThat(error(model, weights, 0.5)).isGreaterThan(0.05);
  }

  @Test
  void aCodeDecodesToWhatTheWholeGives() {
    Autoencoder model = new Autoencoder(network(4, 2), network(2, 4));
    Parameters weights = Parameters.initial(model, 5);
    Matrix x = new Matrix(3, 4);
    Noise.normal(6, 12, x.data());
    Matrix code = served(model.encoder(), model.encoder(weights), x);
    Matrix y = served(model.served(), model.served(weights), x);
    Parameters decoder = weights.part(model.decoder(), model.encoder().parameters().size());
    assertThat(served(model.decoder(), decoder, code).data()).isEqualTo(y.data());
  }

  /** Codes are near to N(0, 1), so draws of it decode to points near the curve. */
  @Test
  void drawsDecodeToPointsLikeThoseLearned() {
    VariationalAutoencoder model = new VariationalAutoencoder(network(4, 2), network(1, 4), 0.02);
    Parameters weights = learned(model, 600).weights();
    assertThat(error(model, weights, 0)).isLessThan(0.02);
    Matrix draws = new Matrix(500, 1);
    Noise.normal(7, 500, draws.data());
    Matrix made = served(model.decoder(), model.decoder(weights), draws);
    double radius = 0;
    double place = 0;
    for (int row = 0; row < made.rows(); row++) {
      float[] point = made.data();
      radius += Math.hypot(point[4 * row], point[4 * row + 1]) / made.rows();
      place += 2 * point[4 * row + 2] / made.rows();
    }
    assertThat(radius).isCloseTo(1, within(0.15));
    assertThat(place).isCloseTo(1.5, within(0.3));
  }

  @Test
  void saysWhatDoesNotFit() {
    assertThatThrownBy(() -> new Autoencoder(network(4, 2), network(3, 4)))
        .hasMessageContaining("takes 3 inputs, its encoder gives a code of 2");
    assertThatThrownBy(() -> new VariationalAutoencoder(network(4, 3), network(1, 4)))
        .hasMessageContaining("has 3 outputs: means and as many variances");
    Autoencoder narrow = new Autoencoder(network(4, 2), network(2, 3));
    assertThatThrownBy(() -> narrow.objective(LOSS, 1, 1))
        .hasMessageContaining("3 outputs want 3 targets");
    assertThatThrownBy(() -> narrow.targetSize(new SparseCrossEntropy()))
        .hasMessageContaining("the targets are the 4 inputs");
  }
}
