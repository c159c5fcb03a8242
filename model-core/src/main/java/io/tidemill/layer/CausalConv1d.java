package io.tidemill.layer;

import io.tidemill.layer.ParameterLayout.Parameter;
import io.tidemill.math.Kernels;
import io.tidemill.math.Matrix;
import java.util.Arrays;
import java.util.List;

/**
 * A causal convolution over a stream, one step at a time: y_t = b + sum over i of x_(t - (k - 1 -
 * i) dilation) W[i], with k = kernelSize and zeros before the first step.
 *
 * <p>The state is the last (k - 1) dilation inputs, the oldest first; layers of dilation 1, 2, 4
 * ... make the WaveNet of van den Oord et al. (2016). Parameters: W [kernelSize, inputSize,
 * filters] and b [filters].
 *
 * @param dilation steps between the inputs of one output; 1 unless said
 */
public record CausalConv1d(int inputSize, int filters, int kernelSize, int dilation)
    implements Layer {
  private static final Kernels KERNELS = Kernels.best();

  public CausalConv1d(int inputSize, int filters, int kernelSize) {
    this(inputSize, filters, kernelSize, 1);
  }

  public CausalConv1d {
    Layer.requirePositive("causal-conv1d", "inputSize", inputSize);
    Layer.requirePositive("causal-conv1d", "filters", filters);
    Layer.requirePositive("causal-conv1d", "kernelSize", kernelSize);
    Layer.requirePositive("causal-conv1d", "dilation", dilation);
  }

  @Override
  public int outputSize() {
    return filters;
  }

  @Override
  public int stateSize() {
    return Math.multiplyExact(Math.multiplyExact(kernelSize - 1, dilation), inputSize);
  }

  /** The k inputs of this output, the oldest first. */
  @Override
  public int traceSize() {
    return Math.multiplyExact(kernelSize, inputSize);
  }

  @Override
  public ParameterLayout parameters() {
    double spread =
        ParameterLayout.glorot(
            Math.multiplyExact(kernelSize, inputSize), Math.multiplyExact(kernelSize, filters));
    return new ParameterLayout(
        List.of(
            new Parameter("W", List.of(kernelSize, inputSize, filters), spread),
            new Parameter("b", List.of(filters), 0)));
  }

  // Packed: b | W | W'
  private int transposed() {
    return filters + KERNELS.packedSize(traceSize(), filters);
  }

  @Override
  public int packedSize(boolean trained) {
    return transposed() + (trained ? KERNELS.packedSize(filters, traceSize()) : 0);
  }

  @Override
  public void pack(float[] parameters, int from, float[] packed, boolean trained) {
    int depth = traceSize();
    System.arraycopy(parameters, from + depth * filters, packed, 0, filters);
    KERNELS.pack(parameters, from, filters, 1, 1f, depth, filters, packed, filters);
    if (trained) {
      KERNELS.pack(parameters, from, 1, filters, 1f, filters, depth, packed, transposed());
    }
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    int in = inputSize;
    int past = stateSize();
    float[] memory = state.data();
    for (int row = 0; row < x.rows(); row++) {
      int from = state.offset(row) + stateColumn;
      int to = trace.offset(row);
      for (int i = 0; i < kernelSize - 1; i++) {
        System.arraycopy(memory, from + i * dilation * in, trace.data(), to + i * in, in);
      }
      System.arraycopy(x.data(), x.offset(row), trace.data(), to + (kernelSize - 1) * in, in);
      if (past > 0) {
        System.arraycopy(memory, from + in, memory, from, past - in);
        System.arraycopy(x.data(), x.offset(row), memory, from + past - in, in);
      }
    }
    KERNELS.product(0, x.rows(), trace, 0, traceSize(), packed, filters, packed, 0, y, 0, filters);
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
    int depth = traceSize();
    KERNELS.addOuter(trace, 0, depth, dy, 0, filters, dw, dwFrom, filters);
    KERNELS.addSums(dy, 0, filters, dw, dwFrom + depth * filters);
    trace.fill(0);
    KERNELS.addProduct(0, x.rows(), dy, 0, filters, packed, transposed(), trace, 0, depth);
    for (int row = 0; row < x.rows(); row++) {
      shiftBack(trace.data(), trace.offset(row), dState, dState.offset(row) + stateColumn);
      int from = trace.offset(row) + (kernelSize - 1) * inputSize;
      System.arraycopy(trace.data(), from, dx.data(), dx.offset(row), inputSize);
    }
  }

  /**
   * The gradient of the state before the step, from that after it and that of the k inputs, of
   * which the last also takes its share of the state.
   */
  private void shiftBack(float[] inputs, int from, Matrix dState, int at) {
    int in = inputSize;
    int past = stateSize();
    float[] d = dState.data();
    if (past == 0) {
      return;
    }
    for (int j = 0; j < in; j++) {
      inputs[from + (kernelSize - 1) * in + j] += d[at + past - in + j];
    }
    System.arraycopy(d, at, d, at + in, past - in);
    Arrays.fill(d, at, at + in, 0);
    for (int i = 0; i < kernelSize - 1; i++) {
      for (int j = 0; j < in; j++) {
        d[at + i * dilation * in + j] += inputs[from + i * in + j];
      }
    }
  }
}
