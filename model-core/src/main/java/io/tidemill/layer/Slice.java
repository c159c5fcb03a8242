package io.tidemill.layer;

import io.tidemill.math.Matrix;
import io.tidemill.math.Rows;

/**
 * Neighbouring columns alone: y [rows, outputSize] is x from column {@code from} on.
 *
 * @param from 0 to inputSize - outputSize
 */
public record Slice(int inputSize, int from, int outputSize) implements Layer {

  public Slice {
    Layer.requirePositive("slice", "inputSize", inputSize);
    Layer.requirePositive("slice", "outputSize", outputSize);
    if (from < 0 || from > inputSize - outputSize) {
      throw new IllegalArgumentException(
          "slice.from is %d: %d of %d columns begin at 0 to %d"
              .formatted(from, outputSize, inputSize, inputSize - outputSize));
    }
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    Rows.copy(x.rows(), outputSize, x.data(), from, inputSize, y.data(), 0, outputSize);
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
    dx.fill(0);
    Rows.copy(x.rows(), outputSize, dy.data(), 0, outputSize, dx.data(), from, inputSize);
  }
}
