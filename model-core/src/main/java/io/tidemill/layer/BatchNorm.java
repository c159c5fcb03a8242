package io.tidemill.layer;

import io.tidemill.layer.ParameterLayout.Parameter;
import io.tidemill.math.Columns;
import io.tidemill.math.Matrix;
import java.util.List;

/**
 * Batch normalisation (Ioffe and Szegedy 2015): y = gain * (x - mean) / sqrt(variance + 1e-5) +
 * bias, for every column. While learning, mean and variance are those of the rows of the step; in
 * service they are running ones, which follow the former by a tenth at a time, the variance without
 * its bias, as PyTorch has it. So a row in service does not depend on the others.
 *
 * <p>A batch of one row has no variance: it is normalised as in service, and followed by nothing.
 * Rows that the loss masks count as well.
 *
 * <p>Over images and windows, whose channels share their statistics, it is {@code new
 * TimeDistributed(positions, new BatchNorm(channels))}.
 *
 * <p>Parameters: gain [inputSize], at first ones, bias [inputSize], mean [inputSize] and variance
 * [inputSize], at first ones. The last two have no gradient.
 */
public record BatchNorm(int inputSize) implements Layer {
  private static final double MOMENTUM = 0.1;

  public BatchNorm {
    Layer.requirePositive("batch-norm", "inputSize", inputSize);
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
            new Parameter("bias", List.of(inputSize), 0),
            new Parameter("mean", List.of(inputSize), 0),
            new Parameter("variance", List.of(inputSize), 1, 0)));
  }

  /** (x - mean) / deviation. */
  @Override
  public int traceSize() {
    return inputSize;
  }

  /**
   * Carries mean, 1 / deviation, the gradients of gain and bias, and how much of the first two is
   * of one row: [5, inputSize], of the last row only its first.
   */
  @Override
  public Matrix trace(int capacity) {
    return new Matrix(capacity, inputSize, new Matrix[] {new Matrix(5, inputSize)});
  }

  /** gain, bias, mean, 1 / deviation. */
  @Override
  public int packedSize(boolean trained) {
    return Math.multiplyExact(4, inputSize);
  }

  @Override
  public void pack(float[] parameters, int from, float[] packed, boolean trained) {
    int n = inputSize;
    System.arraycopy(parameters, from, packed, 0, 3 * n);
    for (int j = 0; j < n; j++) {
      packed[3 * n + j] = Columns.scale(parameters[from + 3 * n + j]);
    }
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    int n = inputSize;
    float[] moments = trace.part(0).data();
    System.arraycopy(packed, 2 * n, moments, 0, 2 * n);
    moments[4 * n] = 0;
    Columns.normalize(x, moments, 0, packed, trace, y);
  }

  @Override
  public void forwardTraining(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace, long noise) {
    int n = inputSize;
    if (x.rows() < 2) {
      forward(packed, x, state, stateColumn, y, trace);
      return;
    }
    float[] moments = trace.part(0).data();
    Columns.means(x, moments, 0);
    Columns.variances(x, moments, 0, moments, n);
    for (int j = n; j < 2 * n; j++) {
      moments[j] = Columns.scale(moments[j]);
    }
    moments[4 * n] = 1f / x.rows();
    Columns.normalize(x, moments, 0, packed, trace, y);
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
    float[] moments = trace.part(0).data();
    Columns.gradients(trace, dy, moments, 2 * n);
    for (int j = 0; j < 2 * n; j++) {
      dw[dwFrom + j] += moments[2 * n + j];
    }
    float share = moments[4 * n];
    Columns.normalizeBackward(trace, dy, packed, moments, n, moments, 2 * n, share, dx);
  }

  @Override
  public void follow(Matrix x, Matrix trace, float[] parameters, int from) {
    int n = inputSize;
    int rows = x.rows();
    if (rows < 2) {
      return;
    }
    float[] moments = trace.part(0).data();
    Columns.means(x, moments, 0);
    Columns.variances(x, moments, 0, moments, n);
    double unbiased = rows / (rows - 1.0);
    for (int j = 0; j < n; j++) {
      int mean = from + 2 * n + j;
      int variance = mean + n;
      parameters[mean] += (float) (MOMENTUM * (moments[j] - parameters[mean]));
      parameters[variance] +=
          (float) (MOMENTUM * (unbiased * moments[n + j] - parameters[variance]));
    }
  }
}
