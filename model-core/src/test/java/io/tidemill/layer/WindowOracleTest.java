package io.tidemill.layer;

import static io.tidemill.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.Golden;
import io.tidemill.layer.LayerRun.Unrolled;
import io.tidemill.math.Matrix;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Convolutions and pools against PyTorch's, forward and gradient; the file comes from
 * window_golden.py.
 */
class WindowOracleTest {
  private static final int ROWS = 2;

  private final Golden golden = new Golden("pytorch-window.txt");

  static Stream<Arguments> layers() {
    return Stream.of(
        Arguments.of("plain", new Conv2d(6, 5, 3, 17, 3, 3)),
        Arguments.of("same", new Conv2d(5, 6, 2, 5, 2, 3, Padding.SAME)),
        Arguments.of("strided", new Conv2d(7, 6, 2, 3, 3, 2, Padding.SAME, 2, 1)),
        Arguments.of("dilated", new Conv2d(7, 8, 3, 4, 3, 2, Padding.VALID, 2, 2)),
        Arguments.of("window", new Conv1d(9, 3, 4, 3, Padding.SAME, 2, 2)),
        Arguments.of("causal", new Conv1d(9, 3, 4, 3, Padding.VALID, 1, 2)),
        Arguments.of("max", new MaxPool(5, 4, 17, 3, 2, 2, 1)),
        Arguments.of("mean", new AvgPool(5, 4, 3, 3, 2, 2, 1)),
        Arguments.of("global", new GlobalPool(20, 3)),
        Arguments.of("global-max", new GlobalPool(20, 3, GlobalPool.Kind.MAX)));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void layerEqualsPyTorchs(String name, Layer layer) {
    LayerRun run = new LayerRun(layer, 1);
    System.arraycopy(parameters(name, ""), 0, run.parameters, 0, run.parameters.length);
    Matrix[] x = {golden.matrix(name + ".x", ROWS)};
    Matrix none = new Matrix(ROWS, 0);
    Unrolled unrolled = run.forward(x, none, 0);
    assertClose(unrolled.y()[0], golden.matrix(name + ".y", ROWS), 2e-5);
    Matrix dy = golden.matrix(name + ".dy", ROWS);
    Matrix dx = new Matrix(ROWS, layer.inputSize());
    float[] dw = new float[run.parameters.length];
    layer.backward(run.packed, x[0], unrolled.trace()[0], dy, none, 0, dw, 0, dx);
    assertClose(dx, golden.matrix(name + ".d_x", ROWS), 2e-5);
    assertClose(dw, parameters(name, "d_"), 2e-5);
  }

  /** The stream's first outputs, which see zeros, are beyond the window's. */
  @Test
  void streamEqualsPyTorchsWindow() {
    int steps = 9;
    int in = 3;
    int filters = 4;
    int unseen = 4;
    CausalConv1d layer = new CausalConv1d(in, filters, 3, 2);
    LayerRun run = new LayerRun(layer, 1);
    System.arraycopy(parameters("causal", ""), 0, run.parameters, 0, run.parameters.length);
    Matrix windows = golden.matrix("causal.x", ROWS);
    Matrix[] x = new Matrix[steps];
    Arrays.setAll(x, t -> columns(windows, t * in, in));
    Unrolled unrolled = run.forward(x, new Matrix(ROWS, layer.stateSize()), 0);
    Matrix y = golden.matrix("causal.y", ROWS);
    Matrix dy = golden.matrix("causal.dy", ROWS);
    Matrix dx = golden.matrix("causal.d_x", ROWS);
    Matrix dState = new Matrix(ROWS, layer.stateSize());
    float[] dw = new float[run.parameters.length];
    for (int t = steps - 1; t >= 0; t--) {
      int at = (t - unseen) * filters;
      Matrix dyStep = t < unseen ? new Matrix(ROWS, filters) : columns(dy, at, filters);
      if (t >= unseen) {
        assertClose(unrolled.y()[t], columns(y, at, filters), 1e-5);
      }
      Matrix dxStep = new Matrix(ROWS, in);
      layer.backward(run.packed, x[t], unrolled.trace()[t], dyStep, dState, 0, dw, 0, dxStep);
      assertClose(dxStep, columns(dx, t * in, in), 1e-5);
    }
    assertClose(dw, parameters("causal", "d_"), 2e-5);
    assertThat(unrolled.state().data()).startsWith(columns(windows, 5 * in, in).data()[0]);
  }

  private static Matrix columns(Matrix matrix, int from, int columns) {
    Matrix range = new Matrix(matrix.rows(), columns);
    for (int row = 0; row < matrix.rows(); row++) {
      int at = matrix.offset(row) + from;
      System.arraycopy(matrix.data(), at, range.data(), range.offset(row), columns);
    }
    return range;
  }

  /** W and b one after another; none for a pool. */
  private float[] parameters(String name, String prefix) {
    String w = name + "." + prefix + "W";
    if (!golden.has(w)) {
      return new float[0];
    }
    float[] weights = golden.matrix(w, 1).data();
    float[] bias = golden.matrix(name + "." + prefix + "b", 1).data();
    float[] all = Arrays.copyOf(weights, weights.length + bias.length);
    System.arraycopy(bias, 0, all, weights.length, bias.length);
    return all;
  }
}
