package io.tidemill.layer;

import io.tidemill.math.Matrix;
import io.tidemill.math.Rows;

/**
 * The same again: y [rows, times * inputSize] has x side by side, as the steps of a window that are
 * all alike. What a recurrent decoder is fed with, as Keras's RepeatVector.
 */
public record Repeat(int inputSize, int times) implements Layer {

  public Repeat {
    Layer.requirePositive("repeat", "inputSize", inputSize);
    Layer.requirePositive("repeat", "times", times);
    Math.multiplyExact(inputSize, times);
  }

  @Override
  public int outputSize() {
    return inputSize * times;
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    int n = inputSize;
    for (int k = 0; k < times; k++) {
      Rows.copy(x.rows(), n, x.data(), 0, n, y.data(), k * n, y.columns());
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
    int n = inputSize;
    for (int row = 0; row < x.rows(); row++) {
      int from = dy.offset(row);
      int to = dx.offset(row);
      System.arraycopy(dy.data(), from, dx.data(), to, n);
      for (int i = n; i < n * times; i++) {
        dx.data()[to + i % n] += dy.data()[from + i];
      }
    }
  }
}
