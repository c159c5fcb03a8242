package io.tidemill.layer;

import static io.tidemill.Golden.assertClose;

import io.tidemill.Golden;
import io.tidemill.layer.LayerRun.Unrolled;
import io.tidemill.math.Matrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Layers without memory against PyTorch's, forward and gradient; the file comes from
 * activation_golden.py.
 */
class ActivationOracleTest {
  private static final int ROWS = 4;
  private static final int SIZE = 19;

  private final Golden golden = new Golden("pytorch-activation.txt");

  @ParameterizedTest
  @EnumSource
  void activationEqualsPyTorchs(Activation.Function function) {
    assertEqual(new LayerRun(new Activation(SIZE, function), 1), function.name());
  }

  @Test
  void softmaxEqualsPyTorchs() {
    assertEqual(new LayerRun(new Softmax(SIZE), 1), "softmax");
  }

  @Test
  void layerNormEqualsPyTorchs() {
    LayerRun run = new LayerRun(new LayerNorm(SIZE), 1);
    System.arraycopy(golden.matrix("weight", 1).data(), 0, run.parameters, 0, SIZE);
    System.arraycopy(golden.matrix("bias", 1).data(), 0, run.parameters, SIZE, SIZE);
    float[] expected = new float[2 * SIZE];
    System.arraycopy(golden.matrix("d_weight", 1).data(), 0, expected, 0, SIZE);
    System.arraycopy(golden.matrix("d_bias", 1).data(), 0, expected, SIZE, SIZE);
    assertClose(assertEqual(run, "norm"), expected, 1e-5);
  }

  /** Returns the gradient of the parameters. */
  private float[] assertEqual(LayerRun run, String name) {
    Matrix[] x = {golden.matrix("x", ROWS)};
    Matrix none = new Matrix(ROWS, 0);
    Matrix dx = new Matrix(ROWS, SIZE);
    float[] dw = new float[run.parameters.length];
    Unrolled unrolled = run.forward(x, none, 0);
    Matrix dy = golden.matrix("dy", ROWS);
    run.layer.backward(run.packed, x[0], unrolled.trace()[0], dy, none, 0, dw, 0, dx);
    assertClose(unrolled.y()[0], golden.matrix(name, ROWS), 3e-6);
    assertClose(dx, golden.matrix("d_" + name, ROWS), 3e-6);
    return dw;
  }
}
