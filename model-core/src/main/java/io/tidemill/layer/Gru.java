package io.tidemill.layer;

import io.tidemill.layer.ParameterLayout.Parameter;
import io.tidemill.math.Cells;
import io.tidemill.math.Kernels;
import io.tidemill.math.Matrix;
import java.util.List;

/**
 * A gated recurrent unit (Cho et al. 2014), h' = n + z * (h - n), in two conventions.
 *
 * <p>With the {@linkplain Reset#AFTER_PRODUCT reset gate after the product}, as PyTorch and cuDNN
 * have it, and Keras with {@code reset_after=True}:
 *
 * <pre>
 * r = sigmoid(x W_r + h U_r + b_r)
 * z = sigmoid(x W_z + h U_z + b_z)
 * n = tanh(x W_n + b_n + r * (h U_n + c))
 * </pre>
 *
 * <p>With the reset gate before it, as in the paper, ONNX by default and Keras with {@code
 * reset_after=False}: n = tanh(x W_n + b_n + (r * h) U_n).
 *
 * <p>Parameters: W [inputSize, 3 hiddenSize], U [hiddenSize, 3 hiddenSize], b [3 hiddenSize], each
 * with its columns in the order r, z, n; and with the reset after the product c [hiddenSize].
 * PyTorch's two biases of r and of z are one here, their sum; Keras orders its columns z, r, n. The
 * output is h', the state h.
 *
 * @param reset where the reset gate is; after the product unless said
 */
public record Gru(int inputSize, int hiddenSize, Reset reset) implements Layer {
  private static final Kernels KERNELS = Kernels.best();
  private static final Cells CELLS = Cells.best();

  /** Rows whose gates stay in the first-level cache between the products and the cell. */
  private static final int CHUNK = 24;

  /** Where the reset gate takes effect. */
  public enum Reset {
    AFTER_PRODUCT,
    BEFORE_PRODUCT
  }

  public Gru(int inputSize, int hiddenSize) {
    this(inputSize, hiddenSize, Reset.AFTER_PRODUCT);
  }

  public Gru {
    Layer.requirePositive("gru", "inputSize", inputSize);
    Layer.requirePositive("gru", "hiddenSize", hiddenSize);
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
    int gates = Math.multiplyExact(3, hiddenSize);
    List<Parameter> parameters =
        List.of(
            new Parameter(
                "W", List.of(inputSize, gates), ParameterLayout.glorot(inputSize, hiddenSize)),
            new Parameter(
                "U", List.of(hiddenSize, gates), ParameterLayout.glorot(hiddenSize, hiddenSize)),
            new Parameter("b", List.of(gates), 0),
            new Parameter("c", List.of(hiddenSize), 0));
    return new ParameterLayout(parameters.subList(0, reset == Reset.AFTER_PRODUCT ? 4 : 3));
  }

  /** r, z, n, h U_n + c or r h, h: what the cell leaves for its gradient. */
  @Override
  public int traceSize() {
    return Math.multiplyExact(5, hiddenSize);
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
    int gates = 3 * n;
    int u = from + in * gates;
    int b = u + n * gates;
    Packing at = new Packing(in, n);
    // sigmoid(x) = 1/2 + 1/2 tanh(x / 2): the inner half is in the weights of r and z.
    for (int i = 0; i < 2 * n; i++) {
      packed[at.b + i] = 0.5f * parameters[b + i];
    }
    int others = reset == Reset.AFTER_PRODUCT ? 2 * n : n;
    System.arraycopy(parameters, b + 2 * n, packed, at.b + 2 * n, others);
    KERNELS.pack(parameters, from, gates, 1, 0.5f, in, 2 * n, packed, at.wRz);
    KERNELS.pack(parameters, from + 2 * n, gates, 1, 1f, in, n, packed, at.wN);
    KERNELS.pack(parameters, u, gates, 1, 0.5f, n, 2 * n, packed, at.uRz);
    KERNELS.pack(parameters, u + 2 * n, gates, 1, 1f, n, n, packed, at.uN);
    if (trained) {
      KERNELS.pack(parameters, from, 1, gates, 1f, gates, in, packed, at.wT);
      KERNELS.pack(parameters, u, 1, gates, 1f, 2 * n, n, packed, at.uRzT);
      KERNELS.pack(parameters, u + 2 * n, 1, gates, 1f, n, n, packed, at.uNT);
    }
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    int in = inputSize;
    int n = hiddenSize;
    Packing at = new Packing(in, n);
    for (int row = 0; row < x.rows(); row += CHUNK) {
      int rows = Math.min(CHUNK, x.rows() - row);
      KERNELS.product(row, rows, x, 0, in, packed, at.wRz, packed, at.b, trace, 0, 2 * n);
      KERNELS.addProduct(row, rows, state, stateColumn, n, packed, at.uRz, trace, 0, 2 * n);
      KERNELS.product(row, rows, x, 0, in, packed, at.wN, packed, at.b + 2 * n, trace, 2 * n, n);
      if (reset == Reset.AFTER_PRODUCT) {
        KERNELS.product(
            row, rows, state, stateColumn, n, packed, at.uN, packed, at.b + 3 * n, trace, 3 * n, n);
        CELLS.gruForward(row, rows, n, trace, 0, state, stateColumn, y, 0);
      } else {
        CELLS.gruReset(row, rows, n, trace, 0, state, stateColumn);
        KERNELS.addProduct(row, rows, trace, 3 * n, n, packed, at.uN, trace, 2 * n, n);
        CELLS.gruUpdate(row, rows, n, trace, 0, state, stateColumn, y, 0);
      }
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
    int gates = 3 * n;
    int du = dwFrom + in * gates;
    int db = du + n * gates;
    int rows = x.rows();
    Packing at = new Packing(in, n);
    if (reset == Reset.AFTER_PRODUCT) {
      CELLS.gruBackward(0, rows, n, trace, 0, dy, 0, dState, stateColumn);
      KERNELS.addOuter(trace, 4 * n, n, trace, 3 * n, n, dw, du + 2 * n, gates);
      KERNELS.addSums(trace, 0, 4 * n, dw, db);
      KERNELS.addProduct(0, rows, trace, 3 * n, n, packed, at.uNT, dState, stateColumn, n);
    } else {
      CELLS.gruUpdateBackward(0, rows, n, trace, 0, dy, 0, dState, stateColumn);
      KERNELS.addOuter(trace, 3 * n, n, trace, 2 * n, n, dw, du + 2 * n, gates);
      // What c is in the other convention, the last n biases, is zeros in this one.
      int zeros = at.b + 3 * n;
      KERNELS.product(0, rows, trace, 2 * n, n, packed, at.uNT, packed, zeros, trace, 3 * n, n);
      CELLS.gruResetBackward(0, rows, n, trace, 0, dState, stateColumn);
      KERNELS.addSums(trace, 0, gates, dw, db);
    }
    KERNELS.addOuter(x, 0, in, trace, 0, gates, dw, dwFrom, gates);
    KERNELS.addOuter(trace, 4 * n, n, trace, 0, 2 * n, dw, du, gates);
    dx.fill(0);
    KERNELS.addProduct(0, rows, trace, 0, gates, packed, at.wT, dx, 0, in);
    KERNELS.addProduct(0, rows, trace, 0, 2 * n, packed, at.uRzT, dState, stateColumn, n);
  }

  /** Where the parts of the packed weights begin; on the stack once compiled. */
  private static final class Packing {
    final int b = 0;
    final int wRz;
    final int wN;
    final int uRz;
    final int uN;
    final int wT;
    final int uRzT;
    final int uNT;
    final int end;

    Packing(int in, int n) {
      wRz = 4 * n;
      wN = wRz + KERNELS.packedSize(in, 2 * n);
      uRz = wN + KERNELS.packedSize(in, n);
      uN = uRz + KERNELS.packedSize(n, 2 * n);
      wT = uN + KERNELS.packedSize(n, n);
      uRzT = wT + KERNELS.packedSize(3 * n, in);
      uNT = uRzT + KERNELS.packedSize(2 * n, n);
      end = uNT + KERNELS.packedSize(n, n);
    }
  }
}
