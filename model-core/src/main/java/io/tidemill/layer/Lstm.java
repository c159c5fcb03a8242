package io.tidemill.layer;

import io.tidemill.layer.ParameterLayout.Parameter;
import io.tidemill.math.Cells;
import io.tidemill.math.Kernels;
import io.tidemill.math.Matrix;
import java.util.List;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997) with a forget gate (Gers et al. 2000)
 * and without peepholes, as PyTorch and cuDNN have it:
 *
 * <pre>
 * i  = sigmoid(x W_i + h U_i + b_i)
 * f  = sigmoid(x W_f + h U_f + b_f)
 * g  = tanh(x W_g + h U_g + b_g)
 * o  = sigmoid(x W_o + h U_o + b_o)
 * c' = f * c + i * g
 * h' = o * tanh(c')
 * </pre>
 *
 * <p>Parameters: W [inputSize, 4 hiddenSize], U [hiddenSize, 4 hiddenSize], b [4 hiddenSize], each
 * with its columns in the order i, f, g, o. PyTorch's two biases are one here, their sum. The
 * output is h', the state h and then c.
 */
public record Lstm(int inputSize, int hiddenSize) implements Layer {
  private static final Kernels KERNELS = Kernels.best();
  private static final Cells CELLS = Cells.best();

  /** Rows whose gates stay in the first-level cache between the products and the cell. */
  private static final int CHUNK = 24;

  public Lstm {
    Layer.requirePositive("lstm", "inputSize", inputSize);
    Layer.requirePositive("lstm", "hiddenSize", hiddenSize);
  }

  @Override
  public int outputSize() {
    return hiddenSize;
  }

  @Override
  public int stateSize() {
    return Math.multiplyExact(2, hiddenSize);
  }

  @Override
  public ParameterLayout parameters() {
    int gates = Math.multiplyExact(4, hiddenSize);
    return new ParameterLayout(
        List.of(
            new Parameter(
                "W", List.of(inputSize, gates), ParameterLayout.glorot(inputSize, hiddenSize)),
            new Parameter(
                "U", List.of(hiddenSize, gates), ParameterLayout.glorot(hiddenSize, hiddenSize)),
            new Parameter("b", List.of(gates), 0)));
  }

  /** i, f, g, o, c, tanh(c'), h: what the cell leaves for its gradient. */
  @Override
  public int traceSize() {
    return Math.multiplyExact(7, hiddenSize);
  }

  @Override
  public int packedSize(boolean trained) {
    Packing at = new Packing(inputSize, hiddenSize);
    return trained ? at.end : at.wT;
  }

  @Override
  public void pack(float[] parameters, int from, float[] packed, boolean trained) {
    int in = inputSize;
    int n = hiddenSize;
    int gates = 4 * n;
    int u = from + in * gates;
    int b = u + n * gates;
    Packing at = new Packing(in, n);
    // sigmoid(x) = 1/2 + 1/2 tanh(x / 2): the inner half is in the weights, those of g included, so
    // that the four are one product; the cell doubles it for g again, and both are exact.
    for (int i = 0; i < gates; i++) {
      packed[at.b + i] = 0.5f * parameters[b + i];
    }
    KERNELS.pack(parameters, from, gates, 1, 0.5f, in, gates, packed, at.w);
    KERNELS.pack(parameters, u, gates, 1, 0.5f, n, gates, packed, at.u);
    if (trained) {
      KERNELS.pack(parameters, from, 1, gates, 1f, gates, in, packed, at.wT);
      KERNELS.pack(parameters, u, 1, gates, 1f, gates, n, packed, at.uT);
    }
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    int n = hiddenSize;
    int gates = 4 * n;
    Packing at = new Packing(inputSize, n);
    for (int row = 0; row < x.rows(); row += CHUNK) {
      int rows = Math.min(CHUNK, x.rows() - row);
      KERNELS.product(row, rows, x, 0, inputSize, packed, at.w, packed, at.b, trace, 0, gates);
      KERNELS.addProduct(row, rows, state, stateColumn, n, packed, at.u, trace, 0, gates);
      CELLS.lstmForward(row, rows, n, trace, 0, state, stateColumn, y, 0);
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
    int in = inputSize;
    int n = hiddenSize;
    int gates = 4 * n;
    int du = dwFrom + in * gates;
    int rows = x.rows();
    Packing at = new Packing(in, n);
    CELLS.lstmBackward(0, rows, n, trace, 0, dy, 0, dState, stateColumn);
    KERNELS.addOuter(x, 0, in, trace, 0, gates, dw, dwFrom, gates);
    KERNELS.addOuter(trace, 6 * n, n, trace, 0, gates, dw, du, gates);
    KERNELS.addSums(trace, 0, gates, dw, du + n * gates);
    dx.fill(0);
    KERNELS.addProduct(0, rows, trace, 0, gates, packed, at.wT, dx, 0, in);
    KERNELS.addProduct(0, rows, trace, 0, gates, packed, at.uT, dState, stateColumn, n);
  }

  /** Where the parts of the packed weights begin; on the stack once compiled. */
  private static final class Packing {
    final int b = 0;
    final int w;
    final int u;
    final int wT;
    final int uT;
    final int end;

    Packing(int in, int n) {
      w = 4 * n;
      u = w + KERNELS.packedSize(in, 4 * n);
      wT = u + KERNELS.packedSize(n, 4 * n);
      uT = wT + KERNELS.packedSize(4 * n, in);
      end = uT + KERNELS.packedSize(4 * n, n);
    }
  }
}
