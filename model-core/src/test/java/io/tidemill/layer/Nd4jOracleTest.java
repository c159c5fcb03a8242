package io.tidemill.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.layer.LayerRun.Unrolled;
import io.tidemill.math.Matrix;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
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

  /** ND4J has no such GRU: so the formula. */
  @ParameterizedTest
  @EnumSource
  void gruIsTheFormulaOfItsJavadoc(Gru.Reset reset) {
    int in = 7;
    int n = 20;
    boolean after = reset == Gru.Reset.AFTER_PRODUCT;
    Gru gru = new Gru(in, n, reset);
    LayerRun run = new LayerRun(gru, 2);
    Random random = new Random(2);
    Matrix[] x = new Matrix[6];
    Arrays.setAll(x, t -> LayerRun.random(random, ROWS, in, 1));
    Matrix state = LayerRun.random(random, ROWS, n, 0.5);

    Weights weights = new Weights(run);
    INDArray w = weights.next(in, 3 * n);
    INDArray u = weights.next(n, 3 * n);
    INDArray b = weights.next(3 * n);
    INDArray c = after ? weights.next(n) : Nd4j.zeros(DataType.DOUBLE, n);
    INDArray h = array(state);
    Unrolled unrolled = run.forward(x, state, 0);
    for (int t = 0; t < x.length; t++) {
      INDArray xw = array(x[t]).mmul(w).addRowVector(b);
      INDArray hu = h.mmul(u);
      INDArray r = Transforms.sigmoid(gate(xw, 0, n).add(gate(hu, 0, n)));
      INDArray z = Transforms.sigmoid(gate(xw, 1, n).add(gate(hu, 1, n)));
      INDArray recurrent =
          after ? gate(hu, 2, n).addRowVector(c).mul(r) : h.mul(r).mmul(gate(u, 2, n));
      INDArray candidate = Transforms.tanh(recurrent.add(gate(xw, 2, n)));
      h = candidate.add(z.mul(h.sub(candidate)));
      assertClose(unrolled.y()[t], h, 2e-6);
    }
    assertThat(unrolled.state().data()).isEqualTo(unrolled.y()[5].data());
  }

  @Test
  void lstmIsNd4jsLstmLayer() {
    int in = 7;
    int n = 20;
    LayerRun run = new LayerRun(new Lstm(in, n), 3);
    Random random = new Random(3);
    Matrix[] x = new Matrix[6];
    Arrays.setAll(x, t -> LayerRun.random(random, ROWS, in, 1));
    Matrix state = LayerRun.random(random, ROWS, 2 * n, 0.5);
    INDArray h = gate(array(state), 0, n).dup();
    INDArray c = gate(array(state), 1, n).dup();
    INDArray inputs =
        Nd4j.stack(0, Arrays.stream(x).map(Nd4jOracleTest::array).toArray(INDArray[]::new));
    Weights weights = new Weights(run);
    DynamicCustomOp lstm =
        DynamicCustomOp.builder("lstmLayer")
            .addInputs(
                inputs, weights.next(in, 4 * n), weights.next(n, 4 * n), weights.next(4 * n), h, c)
            .addIntegerArguments(0, 0, 2, 0, 0) // [time, rows, in]; forward; sigmoid, tanh, tanh
            .addBooleanArguments(true, false, true, true, false, true, true, true)
            .addFloatingPointArguments(0.0) // no clipping
            .build();
    INDArray[] expected = Nd4j.exec(lstm);
    Unrolled unrolled = run.forward(x, state, 0);
    for (int t = 0; t < x.length; t++) {
      assertClose(unrolled.y()[t], expected[0].slice(t), 2e-6);
    }
    assertClose(state, Nd4j.concat(1, expected[1], expected[2]), 2e-6);
  }

  @ParameterizedTest
  @EnumSource
  void activationsAreNd4js(Activation.Function function) {
    Matrix x = LayerRun.random(new Random(4), ROWS, 19, 3);
    INDArray all = array(x);
    INDArray expected =
        switch (function) {
          case IDENTITY -> all;
          case RELU -> Transforms.relu(all);
          case LEAKY_RELU -> Transforms.leakyRelu(all, 0.01);
          case ELU -> Transforms.elu(all);
          case GELU ->
              Nd4j.exec(new Erf(all.div(Math.sqrt(2)), all.ulike())).add(1).mul(all).div(2);
          case SIGMOID -> Transforms.sigmoid(all);
          case TANH -> Transforms.tanh(all);
        };
    LayerRun run = new LayerRun(new Activation(19, function), 4);
    assertClose(run.forward(new Matrix[] {x}, new Matrix(ROWS, 0), 0).y()[0], expected, 2e-6);
  }

  @Test
  void softmaxIsNd4js() {
    Matrix x = LayerRun.random(new Random(5), ROWS, 19, 3);
    Matrix y =
        new LayerRun(new Softmax(19), 5).forward(new Matrix[] {x}, new Matrix(ROWS, 0), 0).y()[0];
    assertClose(y, Transforms.softmax(array(x)), 1e-6);
  }

  /** The second takes Winograd's way. */
  static Stream<Conv2d> convolutions() {
    return Stream.of(
        new Conv2d(7, 6, 3, 17, 3, 2, Padding.VALID, 2, 1),
        new Conv2d(7, 9, 20, 17, 3, 3),
        new Conv2d(6, 5, 4, 7, 3, 4, Padding.SAME, 1, 2));
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void convolutionIsNd4js(Conv2d conv) {
    LayerRun run = new LayerRun(conv, 6);
    Matrix x = LayerRun.random(new Random(6), ROWS, conv.inputSize(), 1);
    Matrix dy = LayerRun.random(new Random(7), ROWS, conv.outputSize(), 1);
    Weights weights = new Weights(run);
    INDArray images = array(x).reshape(ROWS, conv.height(), conv.width(), conv.channels());
    INDArray w =
        weights.next(conv.kernelHeight(), conv.kernelWidth(), conv.channels(), conv.filters());
    INDArray b = weights.next(conv.filters());
    INDArray errors =
        array(dy).reshape(ROWS, conv.outputHeight(), conv.outputWidth(), conv.filters());
    INDArray y = convolution("conv2d", conv, images, w, b)[0];
    Matrix none = new Matrix(ROWS, 0);
    assertClose(run.forward(new Matrix[] {x}, none, 0).y()[0], y, 1e-5);
    INDArray[] gradients = convolution("conv2d_bp", conv, images, w, b, errors);
    Matrix dx = new Matrix(ROWS, conv.inputSize());
    Matrix dw = new Matrix(1, run.parameters.length);
    conv.backward(run.packed, x, none, dy, none, 0, dw.data(), 0, dx);
    assertClose(dx, gradients[0], 1e-5);
    assertClose(
        dw, Nd4j.concat(0, gradients[1].dup('c').reshape(-1), gradients[2].reshape(-1)), 5e-5);
  }

  private static INDArray[] convolution(String operation, Conv2d conv, INDArray... inputs) {
    return Nd4j.exec(
        DynamicCustomOp.builder(operation)
            .addInputs(inputs)
            .addIntegerArguments(
                conv.kernelHeight(),
                conv.kernelWidth(),
                conv.stride(),
                conv.stride(),
                0,
                0,
                conv.dilation(),
                conv.dilation(),
                conv.padding() == Padding.SAME ? 1 : 0,
                1, // channels last
                0) // weights [height, width, channels, filters]
            .build());
  }

  @ParameterizedTest
  @EnumSource
  void poolsAreNd4js(GlobalPool.Kind kind) {
    Layer pool =
        kind == GlobalPool.Kind.MAX
            ? new MaxPool(6, 7, 5, 2, 3, 2, 2)
            : new AvgPool(6, 7, 5, 2, 3, 2, 2);
    Matrix x = LayerRun.random(new Random(8), ROWS, pool.inputSize(), 1);
    INDArray[] y =
        Nd4j.exec(
            DynamicCustomOp.builder(kind == GlobalPool.Kind.MAX ? "maxpool2d" : "avgpool2d")
                .addInputs(array(x).reshape(ROWS, 6, 7, 5))
                .addIntegerArguments(2, 3, 2, 2, 0, 0, 1, 1, 0, 0, 1) // ... valid, channels last
                .build());
    Matrix none = new Matrix(ROWS, 0);
    assertClose(new LayerRun(pool, 8).forward(new Matrix[] {x}, none, 0).y()[0], y[0], 1e-6);
  }

  @Test
  void batchNormInServiceIsNd4js() {
    LayerRun run = new LayerRun(new BatchNorm(19), 6);
    Matrix x = LayerRun.random(new Random(6), ROWS, 19, 3);
    Weights weights = new Weights(run);
    INDArray gain = weights.next(19);
    INDArray bias = weights.next(19);
    INDArray[] expected =
        Nd4j.exec(
            DynamicCustomOp.builder("batchnorm")
                .addInputs(array(x), weights.next(19), weights.next(19), gain, bias)
                .addIntegerArguments(1, 1, 1)
                .addFloatingPointArguments(1e-5)
                .build());
    assertClose(run.forward(new Matrix[] {x}, new Matrix(ROWS, 0), 0).y()[0], expected[0], 5e-6);
  }

  @Test
  void embeddingIsNd4jsGather() {
    LayerRun run = new LayerRun(new Embedding(3, 11, 7), 7);
    Matrix x = new Matrix(ROWS, 3);
    int[] ids = new Random(7).ints(ROWS * 3L, 0, 11).toArray();
    for (int i = 0; i < ids.length; i++) {
      x.data()[i] = ids[i];
    }
    INDArray[] expected =
        Nd4j.exec(
            DynamicCustomOp.builder("gather")
                .addInputs(new Weights(run).next(11, 7), Nd4j.createFromArray(ids))
                .addIntegerArguments(0)
                .build());
    assertClose(
        run.forward(new Matrix[] {x}, new Matrix(ROWS, 0), 0).y()[0],
        expected[0].reshape(ROWS, 21),
        0);
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
