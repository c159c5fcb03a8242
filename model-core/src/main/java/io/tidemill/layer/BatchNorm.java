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
  public int stateSize() {
    return 0;
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

  /** (x - mean) / deviation, and in the first row 1 / deviation. */
  @Override
  public int traceSize() {
    return Math.multiplyExact(2, inputSize);
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
    for (int j = 0; j < n; j++) {
      trace.data()[n + j] = packed[3 * n + j];
      Columns.normalize(
          x, j, packed[2 * n + j], packed[3 * n + j], packed[j], packed[n + j], trace, y);
    }
  }

  @Override
  public void forwardTraining(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace, long noise) {
    if (x.rows() < 2) {
      forward(packed, x, state, stateColumn, y, trace);
      return;
    }
    int n = inputSize;
    for (int j = 0; j < n; j++) {
      double mean = Columns.mean(x, j);
      float scale = Columns.scale(Columns.variance(x, j, mean));
      trace.data()[n + j] = scale;
      Columns.normalize(x, j, (float) mean, scale, packed[j], packed[n + j], trace, y);
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
    int rows = x.rows();
    for (int j = 0; j < n; j++) {
      double dBias = Columns.mean(dy, j) * rows;
      double dGain = Columns.dot(dy, trace, j);
      dw[dwFrom + j] += (float) dGain;
      dw[dwFrom + n + j] += (float) dBias;
      float factor = packed[j] * trace.data()[n + j];
      boolean alone = rows < 2;
      Columns.normalizeBackward(
          trace, dy, j, factor, alone ? 0 : dBias / rows, alone ? 0 : dGain / rows, dx);
    }
  }

  @Override
  public void follow(Matrix x, Matrix trace, float[] parameters, int from) {
    int n = inputSize;
    int rows = x.rows();
    for (int j = 0; rows > 1 && j < n; j++) {
      double mean = Columns.mean(x, j);
      double variance = Columns.variance(x, j, mean) * rows / (rows - 1.0);
      int at = from + 2 * n + j;
      parameters[at] += (float) (MOMENTUM * (mean - parameters[at]));
      parameters[at + n] += (float) (MOMENTUM * (variance - parameters[at + n]));
    }
  }
}
