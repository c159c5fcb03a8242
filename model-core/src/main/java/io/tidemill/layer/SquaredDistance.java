package io.tidemill.layer;

import io.tidemill.layer.ParameterLayout.Parameter;
import io.tidemill.math.Matrix;
import java.util.List;

/**
 * How far x is from each of a number of centres: y_j = |x - c_j|^2, at least 0.
 *
 * <p>Parameters: C [outputSize, inputSize], a centre a row.
 *
 * @param outputSize centres
 */
public record SquaredDistance(int inputSize, int outputSize) implements Layer {

  public SquaredDistance {
    Layer.requirePositive("squared-distance", "inputSize", inputSize);
    Layer.requirePositive("squared-distance", "outputSize", outputSize);
  }

  @Override
  public ParameterLayout parameters() {
    return new ParameterLayout(
        List.of(
            new Parameter(
                "C",
                List.of(outputSize, inputSize),
                ParameterLayout.glorot(inputSize, outputSize))));
  }

  @Override
  public int packedSize(boolean trained) {
    return Math.multiplyExact(inputSize, outputSize);
  }

  @Override
  public void pack(float[] parameters, int from, float[] packed, boolean trained) {
    System.arraycopy(parameters, from, packed, 0, inputSize * outputSize);
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    for (int row = 0; row < x.rows(); row++) {
      for (int j = 0; j < outputSize; j++) {
        y.data()[y.offset(row) + j] =
            between(inputSize, x.data(), x.offset(row), packed, j * inputSize);
      }
    }
  }

  /** |a - b|^2 of n floats each. */
  public static float between(int n, float[] a, int aAt, float[] b, int bAt) {
    float sum = 0;
    for (int i = 0; i < n; i++) {
      float off = a[aAt + i] - b[bAt + i];
      sum = Math.fma(off, off, sum);
    }
    return sum;
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
    for (int row = 0; row < x.rows(); row++) {
      int from = x.offset(row);
      for (int j = 0; j < outputSize; j++) {
        float slope = 2 * dy.data()[dy.offset(row) + j];
        int centre = j * inputSize;
        for (int i = 0; i < inputSize; i++) {
          float step = slope * (x.data()[from + i] - packed[centre + i]);
          dx.data()[from + i] += step;
          dw[dwFrom + centre + i] -= step;
        }
      }
    }
  }
}
