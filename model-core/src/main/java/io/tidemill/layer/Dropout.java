package io.tidemill.layer;

import io.tidemill.math.Matrix;
import io.tidemill.math.Noise;
import java.util.Arrays;

/**
 * Inverted dropout (Srivastava et al. 2014): while learning, every element is 0 at the given rate
 * and divided by 1 - rate otherwise, anew at every step; in service y = x. What is dropped depends
 * on the noise of the step and the place in the batch alone.
 *
 * @param rate share that is dropped, in [0, 1)
 */
public record Dropout(int inputSize, double rate) implements Layer {

  public Dropout {
    Layer.requirePositive("dropout", "inputSize", inputSize);
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "dropout.rate is " + rate + ": it must be in [0, 1), as 0.2");
    }
  }

  @Override
  public int outputSize() {
    return inputSize;
  }

  /** What x was multiplied with. */
  @Override
  public int traceSize() {
    return inputSize;
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    int n = x.rows() * inputSize;
    System.arraycopy(x.data(), 0, y.data(), 0, n);
    Arrays.fill(trace.data(), 0, n, 1);
  }

  @Override
  public void forwardTraining(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace, long noise) {
    int n = x.rows() * inputSize;
    Noise.mask(noise, rate, n, trace.data());
    Noise.apply(trace.data(), n, x.data(), y.data());
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
    Noise.apply(trace.data(), x.rows() * inputSize, dy.data(), dx.data());
  }
}
