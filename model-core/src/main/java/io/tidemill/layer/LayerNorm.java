package io.tidemill.layer;

import io.tidemill.layer.ParameterLayout.Parameter;
import io.tidemill.math.Kernels;
import io.tidemill.math.Matrix;
import io.tidemill.math.Rows;
import java.util.List;

/**
 * Layer normalisation (Ba, Kiros and Hinton 2016): y = gain * (x - mean) / sqrt(variance + 1e-5) +
 * bias, with the mean and the variance over n of each row.
 *
 * <p>Parameters: gain [inputSize], at first ones, and bias [inputSize].
 */
public record LayerNorm(int inputSize) implements Layer {
  private static final Kernels KERNELS = Kernels.best();

  public LayerNorm {
    Layer.requirePositive("layer-norm", "inputSize", inputSize);
  }

  @Override
  public int outputSize() {
    return inputSize;
  }

  @Override
  public ParameterLayout parameters() {
    return new ParameterLayout(
        List.of(
            new Parameter("gain", List.of(inputSize), 1, 0),
            new Parameter("bias", List.of(inputSize), 0)));
  }

  /** (x - mean) / deviation, 1 / deviation. */
  @Override
  public int traceSize() {
    return Math.addExact(inputSize, 1);
  }

  @Override
  public int packedSize(boolean trained) {
    return Math.multiplyExact(2, inputSize);
  }

  @Override
  public void pack(float[] parameters, int from, float[] packed, boolean trained) {
    System.arraycopy(parameters, from, packed, 0, 2 * inputSize);
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    Rows.normalize(x, packed, 0, packed, inputSize, y, trace);
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
    KERNELS.addSums(dy, 0, inputSize, dw, dwFrom + inputSize);
    Rows.normalizeBackward(packed, 0, trace, dy, dw, dwFrom, dx);
  }
}
