package io.tidemill.layer;

import io.tidemill.math.Matrix;
import io.tidemill.math.Rows;
import java.util.List;

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

  @Override
  public int stateSize() {
    return 0;
  }

  /** y. */
  @Override
  public int traceSize() {
    return inputSize;
  }

  @Override
  public ParameterLayout parameters() {
    return new ParameterLayout(List.of());
  }

  @Override
  public int packedSize(boolean trained) {
    return 0;
  }

  @Override
  public void pack(float[] parameters, int from, float[] packed, boolean trained) {}

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
