package io.tidemill.layer;

import static io.tidemill.Golden.assertClose;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidemill.Golden;
import io.tidemill.layer.LayerRun.Unrolled;
import io.tidemill.math.Matrix;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recurrent layers against PyTorch's, forward and gradient; the files come from
 * recurrent_golden.py.
 */
class RecurrentOracleTest {
  private static final int INPUTS = 3;
  private static final int HIDDEN = 5;
  private static final int ROWS = 2;
  private static final int STEPS = 4;

  static Stream<Arguments> layers() {
    return Stream.of(
        arguments(new Gru(INPUTS, HIDDEN), 3, "pytorch-gru.txt"),
        arguments(new Gru(INPUTS, HIDDEN, Gru.Reset.BEFORE_PRODUCT), 3, "pytorch-gru-before.txt"),
        arguments(new Lstm(INPUTS, HIDDEN), 4, "pytorch-lstm.txt"),
        arguments(new SimpleRnn(INPUTS, HIDDEN), 1, "pytorch-rnn.txt"));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void equalsPyTorchForwardAndBackward(Layer layer, int gates, String file) {
    Golden golden = new Golden(file);
    LayerRun run = new LayerRun(layer, 1);
    float[] parameters = parameters(golden, layer, gates, "");
    System.arraycopy(parameters, 0, run.parameters, 0, parameters.length);
    Matrix[] x = golden.steps("x", STEPS, ROWS);
    Matrix[] dy = golden.steps("dy", STEPS, ROWS);
    Matrix dState = new Matrix(ROWS, layer.stateSize());
    float[] dw = new float[parameters.length];
    Matrix[] dx = new Matrix[STEPS];
    Unrolled unrolled = run.forward(x, state(golden, layer, ""), 0);
    for (int t = STEPS - 1; t >= 0; t--) {
      dx[t] = new Matrix(ROWS, INPUTS);
      layer.backward(run.packed, x[t], unrolled.trace()[t], dy[t], dState, 0, dw, 0, dx[t]);
    }
    for (int t = 0; t < STEPS; t++) {
      assertClose(unrolled.y()[t], golden.steps("y", STEPS, ROWS)[t], 2e-6);
      assertClose(dx[t], golden.steps("d_x", STEPS, ROWS)[t], 1e-5);
    }
    assertClose(dState, state(golden, layer, "d_"), 1e-5);
    assertClose(dw, parameters(golden, layer, gates, "d_"), 1e-5);
  }

  /** h, and then c where there is one. */
  private static Matrix state(Golden golden, Layer layer, String prefix) {
    Matrix state = new Matrix(ROWS, layer.stateSize());
    for (int part = 0; part < layer.stateSize() / HIDDEN; part++) {
      float[] values = golden.matrix(prefix + (part == 0 ? "h" : "c"), ROWS).data();
      for (int row = 0; row < ROWS; row++) {
        int to = state.offset(row) + part * HIDDEN;
        System.arraycopy(values, row * HIDDEN, state.data(), to, HIDDEN);
      }
    }
    return state;
  }

  /** PyTorch's [gates hidden, in] transposed; its two biases are one, but that of a GRU's n. */
  private static float[] parameters(Golden golden, Layer layer, int gates, String prefix) {
    ParameterLayout layout = layer.parameters();
    float[] all = new float[layout.size()];
    transpose(golden.tensor(prefix + "weight_ih_l0"), gates, INPUTS, all, layout.offset("W"));
    transpose(golden.tensor(prefix + "weight_hh_l0"), gates, HIDDEN, all, layout.offset("U"));
    double[] one = golden.tensor(prefix + "bias_ih_l0");
    boolean two = golden.has(prefix + "bias_hh_l0");
    double[] other = two ? golden.tensor(prefix + "bias_hh_l0") : new double[one.length];
    int b = layout.offset("b");
    int shared = all.length > b + one.length ? one.length - HIDDEN : one.length;
    for (int i = 0; i < one.length; i++) {
      boolean summed = i < shared && prefix.isEmpty();
      all[b + i] = (float) (one[i] + (summed ? other[i] : 0));
      if (i >= shared) {
        all[b + HIDDEN + i] = (float) other[i];
      }
    }
    return all;
  }

  private static void transpose(double[] from, int gates, int columns, float[] to, int at) {
    for (int gate = 0; gate < gates * HIDDEN; gate++) {
      for (int k = 0; k < columns; k++) {
        to[at + k * gates * HIDDEN + gate] = (float) from[gate * columns + k];
      }
    }
  }
}
