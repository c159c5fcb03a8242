package io.tidemill.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.layer.Activation;
import io.tidemill.layer.Activation.Function;
import io.tidemill.layer.Dense;
import io.tidemill.layer.Gru;
import io.tidemill.math.Matrix;
import io.tidemill.network.Network;
import io.tidemill.network.Parameters;
import io.tidemill.serve.Predictor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExplainerTest {

  static List<Method> methods() {
    return List.of(new GradientTimesInput(), new IntegratedGradients(3), new Occlusion());
  }

  /** f = w x + c: an input is worth w (x - b), by every method. */
  @ParameterizedTest
  @MethodSource("methods")
  void whatIsLinearIsExact(Method method) {
    Network network = Network.of(new Dense(3, 2));
    float[] weights = {1, 10, 2, 20, 3, 30, 0.5f, 5};
    Explainer explainer = new Explainer(network, new Parameters(network.parameters(), weights), 1);

    Matrix found = explainer.explain(method, row(2, 3, -1), row(1, 0, 1), 1);

    assertThat(found.data()).containsExactly(10, 60, -60);
  }

  /** f = tanh(x + x'): gradients saturate; on the way from 0 they add up to f(x) - f(0). */
  @Test
  void integratedGradientsAddUpWhereGradientsVanish() {
    Network network = Network.of(new Dense(2, 1), new Activation(1, Function.TANH));
    Explainer explainer =
        new Explainer(network, new Parameters(network.parameters(), new float[] {1, 1, 0}), 1);

    Matrix x = row(6, 2);
    Matrix integrated = explainer.explain(new IntegratedGradients(500), x, row(0, 0), 0);
    Matrix gradient = explainer.explain(new GradientTimesInput(), x, row(0, 0), 0);

    // The path is straight, so each input has its part of the way.
    assertThat(integrated.data()[0]).isCloseTo((float) (Math.tanh(8) * 6 / 8), within(1e-4f));
    assertThat(integrated.data()[1]).isCloseTo((float) (Math.tanh(8) * 2 / 8), within(1e-4f));
    assertThat(gradient.data()[0])
        .isCloseTo((float) (6 / Math.pow(Math.cosh(8), 2)), within(1e-5f));
  }

  /** f = relu(x - 1) + relu(x' - 1): occlusion sees what is behind a threshold. */
  @Test
  void occlusionIsTheDifferenceThatAnInputMakes() {
    Network network =
        Network.of(new Dense(2, 2), new Activation(2, Function.RELU), new Dense(2, 1));
    float[] weights = {1, 0, 0, 1, -1, -1, 1, 1, 0};
    Explainer explainer = new Explainer(network, new Parameters(network.parameters(), weights), 1);

    Matrix found = explainer.explain(new Occlusion(), row(3, 0.5f), row(0, 0), 0);

    assertThat(found.data()).containsExactly(2, 0);
  }

  @Test
  void everyStepOfASequenceHasItsPart() {
    Network network = Network.of(new Gru(2, 5), new Dense(5, 2));
    Parameters weights = Parameters.initial(network, 3);
    int steps = 7;
    Matrix x = random(steps, 2);
    Matrix baseline = new Matrix(steps, 2);
    Explainer explainer = new Explainer(network, weights, 10);

    Matrix integrated = explainer.explain(new IntegratedGradients(200), x, baseline, 1);
    Matrix occluded = explainer.explain(new Occlusion(), x, baseline, 1);

    double sum = 0;
    for (int i = 0; i < steps * 2; i++) {
      sum += integrated.data()[i];
      Matrix hidden = copy(x);
      hidden.data()[i] = 0;
      float difference = last(network, weights, x) - last(network, weights, hidden);
      assertThat(occluded.data()[i]).isEqualTo(difference);
    }
    double whole = last(network, weights, x) - last(network, weights, baseline);
    assertThat(sum).isCloseTo(whole, within(1e-4 * Math.abs(whole) + 1e-5));
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    Network network = Network.of(new Gru(3, 4), new Dense(4, 1));
    Parameters weights = Parameters.initial(network, 5);
    Matrix x = random(5, 3);
    Explainer explainer = new Explainer(network, weights, 5);

    Matrix found = explainer.explain(new GradientTimesInput(), x, new Matrix(5, 3), 0);

    float h = 1e-2f;
    for (int i = 0; i < 15; i++) {
      Matrix more = copy(x);
      Matrix less = copy(x);
      more.data()[i] += h;
      less.data()[i] -= h;
      Network one = network;
      float slope =
          (lastOf(one, weights, more, 0) - lastOf(one, weights, less, 0))
              / (more.data()[i] - less.data()[i]);
      assertThat(found.data()[i]).isCloseTo(x.data()[i] * slope, within(1e-3f));
    }
  }

  @Test
  void saysWhatItWants() {
    Network network = Network.of(new Dense(2, 1));
    Explainer explainer = new Explainer(network, Parameters.zeros(network), 1);

    assertThatThrownBy(() -> explainer.explain(new Occlusion(), row(1, 2, 3), row(1, 2, 3), 0))
        .hasMessage("x is 1 steps of 3 inputs: want 1 to 1 steps of 2");
    assertThatThrownBy(() -> explainer.explain(new Occlusion(), row(1, 2), row(1), 0))
        .hasMessageContaining("they must be alike");
    assertThatThrownBy(() -> explainer.explain(new Occlusion(), row(1, 2), row(1, 2), 1))
        .hasMessage("output 1 of 1: want 0 to 0");
    assertThatThrownBy(() -> new IntegratedGradients(0)).hasMessageContaining("at least 1");
  }

  private static float last(Network network, Parameters weights, Matrix x) {
    return lastOf(network, weights, x, 1);
  }

  /** The output at the last step, as it is served. */
  private static float lastOf(Network network, Parameters weights, Matrix x, int output) {
    Predictor predictor = new Predictor(network, 1);
    predictor.load(weights);
    Matrix memory = new Matrix(1, network.stateSize());
    Matrix y = new Matrix(1, network.outputSize());
    Matrix step = new Matrix(1, x.columns());
    for (int t = 0; t < x.rows(); t++) {
      System.arraycopy(x.data(), x.offset(t), step.data(), 0, x.columns());
      predictor.step(step, memory, y);
    }
    return y.data()[output];
  }

  private static Matrix row(float... values) {
    Matrix matrix = new Matrix(1, values.length);
    System.arraycopy(values, 0, matrix.data(), 0, values.length);
    return matrix;
  }

  private static Matrix random(int rows, int columns) {
    Matrix matrix = new Matrix(rows, columns);
    Random random = new Random(1);
    for (int i = 0; i < rows * columns; i++) {
      matrix.data()[i] = (float) random.nextGaussian();
    }
    return matrix;
  }

  private static Matrix copy(Matrix matrix) {
    Matrix copy = new Matrix(matrix.rows(), matrix.columns());
    System.arraycopy(matrix.data(), 0, copy.data(), 0, matrix.data().length);
    return copy;
  }
}
