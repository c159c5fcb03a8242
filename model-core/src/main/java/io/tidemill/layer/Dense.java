package io.tidemill.layer;

import io.tidemill.layer.ParameterLayout.Parameter;
import io.tidemill.math.Kernels;
import io.tidemill.math.Matrix;
import java.util.List;

/** A fully connected layer: y = x W + b, with W [inputSize, outputSize] and b [outputSize]. */
public record Dense(int inputSize, int outputSize) implements Layer {
  private static final Kernels KERNELS = Kernels.best();

  public Dense {
    Layer.requirePositive("dense", "inputSize", inputSize);
    Layer.requirePositive("dense", "outputSize", outputSize);
  }

  @Override
  public ParameterLayout parameters() {
    return new ParameterLayout(
        List.of(
            new Parameter(
                "W", List.of(inputSize, outputSize), ParameterLayout.glorot(inputSize, outputSize)),
            new Parameter("b", List.of(outputSize), 0)));
  }

  @Override
  public int packedSize(boolean trained) {
    return transposed() + (trained ? KERNELS.packedSize(outputSize, inputSize) : 0);
  }

  // Packed: b | W | W'
  private int transposed() {
    return outputSize + KERNELS.packedSize(inputSize, outputSize);
  }

  @Override
  public void pack(float[] parameters, int from, float[] packed, boolean trained) {
    int in = inputSize;
    int out = outputSize;
    System.arraycopy(parameters, from + in * out, packed, 0, out);
    KERNELS.pack(parameters, from, out, 1, 1f, in, out, packed, out);
    if (trained) {
      KERNELS.pack(parameters, from, 1, out, 1f, out, in, packed, transposed());
    }
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    KERNELS.product(0, x.rows(), x, 0, inputSize, packed, outputSize, packed, 0, y, 0, outputSize);
  }

  @Override
  public void backward(
      float[] packed,
      Matrix x,
      Matrix trace,
      Matrix dy,
      Matrix dState,
      int stateColumn,
      float[] dw,
      int dwFrom,
      Matrix dx) {
    backwardFirst(packed, x, trace, dy, dState, stateColumn, dw, dwFrom, dx);
    dx.fill(0);
    KERNELS.addProduct(0, x.rows(), dy, 0, outputSize, packed, transposed(), dx, 0, inputSize);
  }

  @Override
  public void backwardFirst(
      float[] packed,
      Matrix x,
      Matrix trace,
      Matrix dy,
      Matrix dState,
      int stateColumn,
      float[] dw,
      int dwFrom,
      Matrix dx) {
    KERNELS.addOuter(x, 0, inputSize, dy, 0, outputSize, dw, dwFrom, outputSize);
    KERNELS.addSums(dy, 0, outputSize, dw, dwFrom + inputSize * outputSize);
  }
}
