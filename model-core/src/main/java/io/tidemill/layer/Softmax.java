package io.tidemill.layer;

import io.tidemill.math.Matrix;
import io.tidemill.math.Rows;

/**
 * Shares that add up to 1 in every row: y = e^x / sum(e^x). To learn classes leave it out: the
 * cross-entropies take what would go in.
 */
public record Softmax(int inputSize) implements Layer {

  public Softmax {
    Layer.requirePositive("softmax", "inputSize", inputSize);
  }

  @Override
  public int outputSize() {
    return inputSize;
  }

  /** y. */
  @Override
  public int traceSize() {
    return inputSize;
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    Rows.softmax(x, y);
    System.arraycopy(y.data(), 0, trace.data(), 0, x.rows() * inputSize);
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
    Rows.softmaxBackward(trace, dy, dx);
  }
}
