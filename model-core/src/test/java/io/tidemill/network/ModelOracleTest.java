package io.tidemill.network;

import static io.tidemill.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.Golden;
import io.tidemill.layer.Activation;
import io.tidemill.layer.Dense;
import io.tidemill.layer.Embedding;
import io.tidemill.layer.Gru;
import io.tidemill.layer.Layer;
import io.tidemill.loss.Loss;
import io.tidemill.loss.SparseCrossEntropy;
import io.tidemill.loss.SquaredError;
import io.tidemill.math.Matrix;
import io.tidemill.math.Noise;
import io.tidemill.serve.Predictor;
import org.junit.jupiter.api.Test;

/** Losses and gradients of models against PyTorch's; the file comes from model_golden.py. */
class ModelOracleTest {
  private static final int ROWS = 5;
  private static final int STEPS = 4;
  private static final long NOISE = 7;

  private final Golden golden = new Golden("pytorch-model.txt");
  private final Matrix[] x = golden.steps("x", 1, ROWS);
  private final Matrix[] none = {new Matrix(ROWS, 0)};

  @Test
  void autoencoderEqualsPyTorchs() {
    Network encoder = Network.of(new Dense(6, 4), tanh(4), new Dense(4, 2));
    Network decoder = Network.of(new Dense(2, 4), tanh(4), new Dense(4, 6));
    Batch batch = new Batch(x, none, golden.steps("weight", 1, ROWS));
    assertEqual(new Autoencoder(encoder, decoder), new SquaredError(), "autoencoder", batch);
  }

  /** Its noise is PyTorch's script's, which knows no more of it than its definition. */
  @Test
  void variationalAutoencoderEqualsPyTorchsUnderTheSameNoise() {
    Network encoder = Network.of(new Dense(6, 5), tanh(5), new Dense(5, 4));
    Network decoder = Network.of(new Dense(2, 5), tanh(5), new Dense(5, 6));
    Batch batch = new Batch(x, none, golden.steps("weight", 1, ROWS));
    float[] draws = new float[2 * ROWS];
    Noise.normal(Noise.bits(Noise.bits(NOISE, 1), 0), draws.length, draws);
    assertClose(draws, golden.matrix("variational.e", ROWS).data(), 1e-6);
    Model model = new VariationalAutoencoder(encoder, decoder, 0.5);
    assertEqual(model, new SquaredError(), "variational", batch);
  }

  @Test
  void bothPlayersOfAGanEqualPyTorchs() {
    Network generator = Network.of(new Dense(3, 5), tanh(5), new Dense(5, 6));
    Network discriminator = Network.of(new Dense(6, 5), tanh(5), new Dense(5, 1));
    Batch batch = new Batch(x, none, golden.steps("gan.weight", 1, ROWS));
    Model model = new Gan(generator, discriminator, 0.1);
    assertEqual(model, model.defaultLoss(), "gan", batch);
  }

  @Test
  void encoderDecoderEqualsPyTorchs() {
    Network encoder = Network.of(new Embedding(1, 5, 3), new Gru(3, 4));
    Network decoder = Network.of(new Embedding(1, 5, 3), new Gru(3, 4), new Dense(4, 5));
    Batch batch =
        new Batch(
            golden.steps("translation.x", STEPS, ROWS),
            golden.steps("translation.target", STEPS, ROWS),
            golden.steps("translation.weight", STEPS, ROWS));
    Model model = new EncoderDecoder(encoder, decoder, 2);
    assertEqual(model, new SparseCrossEntropy(), "translation", batch);
  }

  @Test
  void twoTowersEqualPyTorchs() {
    Network left = Network.of(new Embedding(1, 5, 4), new Dense(4, 3));
    Network right = Network.of(new Dense(3, 3), tanh(3));
    TwoTower model = new TwoTower(left, right);
    Batch batch =
        new Batch(
            golden.steps("towers.x", 1, ROWS),
            golden.steps("towers.target", 1, ROWS),
            golden.steps("gan.weight", 1, ROWS));
    Parameters weights = assertEqual(model, model.defaultLoss(), "towers", batch);
    Matrix inputs = golden.matrix("towers.x", ROWS);
    Matrix ids = new Matrix(ROWS, 1);
    Matrix others = new Matrix(ROWS, 3);
    for (int row = 0; row < ROWS; row++) {
      ids.data()[row] = inputs.data()[inputs.offset(row)];
      System.arraycopy(inputs.data(), inputs.offset(row) + 1, others.data(), 3 * row, 3);
    }
    assertServes(left, model.left(weights), ids, "towers.left");
    assertServes(right, model.right(weights), others, "towers.right");
    assertServes(model.served(), model.served(weights), inputs, "towers.y");
  }

  private void assertServes(Network network, Parameters weights, Matrix x, String expected) {
    Predictor predictor = new Predictor(network, ROWS);
    predictor.load(weights);
    Matrix y = new Matrix(ROWS, network.outputSize());
    predictor.step(x, new Matrix(ROWS, network.stateSize()), y);
    assertClose(y, golden.matrix(expected, ROWS), 1e-5);
  }

  private static Layer tanh(int size) {
    return new Activation(size, Activation.Function.TANH);
  }

  /** In every turn, of the turn's own parameters. */
  private Parameters assertEqual(Model model, Loss loss, String name, Batch batch) {
    Parameters weights = new Parameters(model.parameters(), golden.matrix(name + ".w", 1).data());
    Objective objective = model.objective(loss, ROWS, STEPS);
    double total = objective.totalWeight(batch);
    int from = 0;
    for (int turn = 0; turn < model.turns().size(); turn++) {
      float[] gradient = new float[weights.data().length];
      objective.load(weights);
      double mean = objective.addGradient(turn, batch, 1 / total, NOISE, gradient) / total;
      assertThat(mean).isCloseTo(golden.tensor(name + ".loss" + turn)[0], within(1e-6));
      double[] expected = golden.tensor(name + ".g" + turn);
      int to = from + model.turns().get(turn).size();
      for (int i = from; i < to; i++) {
        assertThat((double) gradient[i]).isCloseTo(expected[i], within(2e-6));
      }
      from = to;
    }
    assertThat(from).isEqualTo(weights.data().length);
    return weights;
  }
}
