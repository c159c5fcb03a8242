package io.tidemill.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.layer.LayerRun.Unrolled;
import io.tidemill.math.Matrix;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The layers against ND4J's operations in double precision. */
class Nd4jOracleTest {
  private static final int ROWS = 5;

  @Test
  void denseIsAProductAndABias() {
    Dense dense = new Dense(19, 33);
    LayerRun run = new LayerRun(dense, 1);
    Matrix x = LayerRun.random(new Random(1), ROWS, 19, 1);
    Weights weights = new Weights(run);
    INDArray expected = array(x).mmul(weights.next(19, 33)).addRowVector(weights.next(33));
    Matrix y = run.forward(new Matrix[] {x}, new Matrix(ROWS, 0), 0).y()[0];
    assertClose(y, expected, 2e-6);
  }

  /** ND4J's own gruCell is TensorFlow's, with the reset before the product: so the formula. */
  @Test
  void gruIsTheFormulaOfItsJavadoc() {
    int in = 7;
    int n = 20;
    Gru gru = new Gru(in, n);
    LayerRun run = new LayerRun(gru, 2);
    Random random = new Random(2);
    Matrix[] x = new Matrix[6];
    Arrays.setAll(x, t -> LayerRun.random(random, ROWS, in, 1));
    Matrix state = LayerRun.random(random, ROWS, n, 0.5);

    Weights weights = new Weights(run);
    INDArray w = weights.next(in, 3 * n);
    INDArray u = weights.next(n, 3 * n);
    INDArray b = weights.next(3 * n);
    INDArray c = weights.next(n);
    INDArray h = array(state);
    Unrolled unrolled = run.forward(x, state, 0);
    for (int t = 0; t < x.length; t++) {
      INDArray xw = array(x[t]).mmul(w).addRowVector(b);
      INDArray hu = h.mmul(u);
      INDArray r = Transforms.sigmoid(gate(xw, 0, n).add(gate(hu, 0, n)));
      INDArray z = Transforms.sigmoid(gate(xw, 1, n).add(gate(hu, 1, n)));
      INDArray m = gate(hu, 2, n).addRowVector(c).mul(r).add(gate(xw, 2, n));
      INDArray candidate = Transforms.tanh(m);
      h = candidate.add(z.mul(h.sub(candidate)));
      assertClose(unrolled.y()[t], h, 2e-6);
    }
    assertThat(unrolled.state().data()).isEqualTo(unrolled.y()[5].data());
  }

  private static INDArray gate(INDArray gates, int index, int n) {
    return gates.get(NDArrayIndex.all(), NDArrayIndex.interval(index * n, (index + 1) * n));
  }

  /** The tensors of a layer in the order of its layout. */
  private static final class Weights {
    private final float[] values;
    private int at;

    Weights(LayerRun run) {
      values = run.parameters;
    }

    INDArray next(long... shape) {
      int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      at += size;
      return Nd4j.createFromArray(Arrays.copyOfRange(values, at - size, at))
          .castTo(DataType.DOUBLE)
          .reshape(shape);
    }
  }

  private static INDArray array(Matrix matrix) {
    return Nd4j.createFromArray(matrix.data())
        .castTo(DataType.DOUBLE)
        .reshape(matrix.rows(), matrix.columns());
  }

  private static void assertClose(Matrix actual, INDArray expected, double bound) {
    double[] values = expected.dup('c').data().asDouble();
    assertThat(values).hasSize(actual.data().length);
    for (int i = 0; i < values.length; i++) {
      assertThat((double) actual.data()[i]).isCloseTo(values[i], within(bound));
    }
  }
}
