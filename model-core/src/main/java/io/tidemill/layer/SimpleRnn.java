package io.tidemill.layer;

import io.tidemill.layer.ParameterLayout.Parameter;
import io.tidemill.math.Cells;
import io.tidemill.math.Kernels;
import io.tidemill.math.Matrix;
import java.util.List;

/**
 * A simple recurrent layer (Elman 1990): h' = tanh(x W + h U + b).
 *
 * <p>Parameters: W [inputSize, hiddenSize], U [hiddenSize, hiddenSize], b [hiddenSize]. PyTorch's
 * two biases are one here, their sum. The output is h', the state h.
 */
public record SimpleRnn(int inputSize, int hiddenSize) implements Layer {
  private static final Kernels KERNELS = Kernels.best();
  private static final Cells CELLS = Cells.best();

  public SimpleRnn {
    Layer.requirePositive("simple-rnn", "inputSize", inputSize);
    Layer.requirePositive("simple-rnn", "hiddenSize", hiddenSize);
  }

  @Override
  public int outputSize() {
    return hiddenSize;
  }

  @Override
  public int stateSize() {
    return hiddenSize;
  }

  @Override
  public ParameterLayout parameters() {
    return new ParameterLayout(
        List.of(
            new Parameter(
                "W", List.of(inputSize, hiddenSize), ParameterLayout.glorot(inputSize, hiddenSize)),
            new Parameter(
                "U",
                List.of(hiddenSize, hiddenSize),
                ParameterLayout.glorot(hiddenSize, hiddenSize)),
            new Parameter("b", List.of(hiddenSize), 0)));
  }

  /** h', h: what the cell leaves for its gradient. */
  @Override
  public int traceSize() {
    return Math.multiplyExact(2, hiddenSize);
  }

  @Override
  public int packedSize(boolean trained) {
    int n = hiddenSize;
    int serving = recurrent() + KERNELS.packedSize(n, n);
    return serving + (trained ? KERNELS.packedSize(n, inputSize) + KERNELS.packedSize(n, n) : 0);
  }

  // Packed: b | W | U | W' | U'
  private int recurrent() {
    return hiddenSize + KERNELS.packedSize(inputSize, hiddenSize);
  }

  @Override
  public void pack(float[] parameters, int from, float[] packed, boolean trained) {
    int in = inputSize;
    int n = hiddenSize;
    int u = from + in * n;
    System.arraycopy(parameters, u + n * n, packed, 0, n);
    KERNELS.pack(parameters, from, n, 1, 1f, in, n, packed, n);
    KERNELS.pack(parameters, u, n, 1, 1f, n, n, packed, recurrent());
    if (trained) {
      int transposed = packedSize(false);
      KERNELS.pack(parameters, from, 1, n, 1f, n, in, packed, transposed);
      KERNELS.pack(parameters, u, 1, n, 1f, n, n, packed, transposed + KERNELS.packedSize(n, in));
    }
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    int n = hiddenSize;
    int rows = x.rows();
    KERNELS.product(0, rows, x, 0, inputSize, packed, n, packed, 0, trace, 0, n);
    KERNELS.addProduct(0, rows, state, stateColumn, n, packed, recurrent(), trace, 0, n);
    CELLS.rnnForward(0, rows, n, trace, 0, state, stateColumn, y, 0);
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
    int in = inputSize;
    int n = hiddenSize;
    int du = dwFrom + in * n;
    int rows = x.rows();
    int transposed = packedSize(false);
    CELLS.rnnBackward(0, rows, n, trace, 0, dy, 0, dState, stateColumn);
    KERNELS.addOuter(x, 0, in, trace, 0, n, dw, dwFrom, n);
    KERNELS.addOuter(trace, n, n, trace, 0, n, dw, du, n);
    KERNELS.addSums(trace, 0, n, dw, du + n * n);
    dx.fill(0);
    KERNELS.addProduct(0, rows, trace, 0, n, packed, transposed, dx, 0, in);
    KERNELS.addProduct(
        0,
        rows,
        trace,
        0,
        n,
        packed,
        transposed + KERNELS.packedSize(n, in),
        dState,
        stateColumn,
        n);
  }
}
