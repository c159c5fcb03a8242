package io.tidemill.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.layer.LayerRun.Unrolled;
import io.tidemill.math.Matrix;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The GRU against PyTorch's, forward and gradient; the file comes from gru_golden.py. */
class PyTorchOracleTest {
  private static final int INPUTS = 3;
  private static final int HIDDEN = 5;
  private static final int GATES = 3 * HIDDEN;
  private static final int ROWS = 2;
  private static final int STEPS = 4;

  private final Map<String, double[]> golden = golden();

  @Test
  void gruEqualsPyTorchForwardAndBackward() {
    Gru gru = new Gru(INPUTS, HIDDEN);
    LayerRun run = new LayerRun(gru, 1);
    double[] parameters = parameters("");
    for (int i = 0; i < parameters.length; i++) {
      run.parameters[i] = (float) parameters[i];
    }
    Matrix[] x = steps("x", INPUTS);
    Matrix[] dy = steps("dy", HIDDEN);
    Matrix state = steps("h", HIDDEN)[0];
    Unrolled unrolled = run.forward(x, state, 0);
    Matrix dState = new Matrix(ROWS, HIDDEN);
    float[] dw = new float[parameters.length];
    Matrix[] dx = new Matrix[STEPS];
    for (int t = STEPS - 1; t >= 0; t--) {
      dx[t] = new Matrix(ROWS, INPUTS);
      gru.backward(run.packed, x[t], unrolled.trace()[t], dy[t], dState, 0, dw, 0, dx[t]);
    }
    for (int t = 0; t < STEPS; t++) {
      assertClose(unrolled.y()[t].data(), steps("y", HIDDEN)[t].data());
      assertClose(dx[t].data(), steps("d_x", INPUTS)[t].data());
    }
    assertClose(dState.data(), steps("d_h", HIDDEN)[0].data());
    float[] expected = new float[dw.length];
    double[] gradient = parameters("d_");
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (float) gradient[i];
    }
    assertClose(dw, expected);
  }

  /** PyTorch's [3 hidden, in] transposed; its two biases of r and z are one here. */
  private double[] parameters(String prefix) {
    Gru gru = new Gru(INPUTS, HIDDEN);
    ParameterLayout layout = gru.parameters();
    double[] all = new double[layout.size()];
    transpose(tensor(prefix + "weight_ih_l0"), INPUTS, all, layout.offset("W"));
    transpose(tensor(prefix + "weight_hh_l0"), HIDDEN, all, layout.offset("U"));
    double[] one = tensor(prefix + "bias_ih_l0");
    double[] other = tensor(prefix + "bias_hh_l0");
    for (int i = 0; i < GATES; i++) {
      boolean summed = i < 2 * HIDDEN && prefix.isEmpty();
      all[layout.offset("b") + i] = one[i] + (summed ? other[i] : 0);
    }
    System.arraycopy(other, 2 * HIDDEN, all, layout.offset("c"), HIDDEN);
    return all;
  }

  private static void transpose(double[] from, int columns, double[] to, int at) {
    for (int gate = 0; gate < GATES; gate++) {
      for (int k = 0; k < columns; k++) {
        to[at + k * GATES + gate] = from[gate * columns + k];
      }
    }
  }

  private Matrix[] steps(String name, int columns) {
    double[] values = tensor(name);
    Matrix[] steps = new Matrix[values.length / (ROWS * columns)];
    for (int t = 0; t < steps.length; t++) {
      steps[t] = new Matrix(ROWS, columns);
      for (int i = 0; i < ROWS * columns; i++) {
        steps[t].data()[i] = (float) values[t * ROWS * columns + i];
      }
    }
    return steps;
  }

  private double[] tensor(String name) {
    double[] values = golden.get(name);
    assertThat(values).as(name).isNotNull();
    return values == null ? new double[0] : values;
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f));
    }
  }

  private static Map<String, double[]> golden() {
    Map<String, double[]> tensors = new HashMap<>();
    try (InputStream in = PyTorchOracleTest.class.getResourceAsStream("/golden/pytorch-gru.txt")) {
      assertThat(in).isNotNull();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        String[] words = line.split(" ");
        double[] values = Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
        tensors.put(words[0], values);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return tensors;
  }
}
