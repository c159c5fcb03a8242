package io.tidemill.layer;

import io.tidemill.math.Matrix;

/**
 * The dot product of two vectors side by side: of x [a | b], each of inputSize / 2, y is a . b.
 *
 * @param inputSize even
 */
public record DotProduct(int inputSize) implements Layer {

  public DotProduct {
    Layer.requirePositive("dot-product", "inputSize", inputSize);
    if (inputSize % 2 != 0) {
      throw new IllegalArgumentException(
          "dot-product.inputSize is " + inputSize + ": two vectors of one length make it even");
    }
  }

  @Override
  public int outputSize() {
    return 1;
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    int n = inputSize / 2;
    float[] xs = x.data();
    for (int row = 0; row < x.rows(); row++) {
      int at = x.offset(row);
      float sum = 0;
      for (int i = at; i < at + n; i++) {
        sum = Math.fma(xs[i], xs[i + n], sum);
      }
      y.data()[row] = sum;
    }
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
    int n = inputSize / 2;
    float[] xs = x.data();
    for (int row = 0; row < x.rows(); row++) {
      int at = x.offset(row);
      float slope = dy.data()[row];
      for (int i = at; i < at + n; i++) {
        dx.data()[i] = slope * xs[i + n];
        dx.data()[i + n] = slope * xs[i];
      }
    }
  }
}
