package io.tidemill.layer;

import io.tidemill.math.Matrix;
import io.tidemill.math.Noise;
import io.tidemill.math.Rows;

/**
 * A layer over the steps of windows that come as one row each: x [rows, steps * inputs of the
 * layer], oldest step first. A layer without memory sees every step by itself, as Keras's wrapper
 * of the name has it; one with memory goes through the window from a memory of zeros, and keeps
 * none from one row to the next.
 *
 * @param steps of a window
 * @param output the layer's outputs of all steps side by side, or those of the last one alone
 */
public record TimeDistributed(int steps, Layer layer, Output output) implements Layer {
  // The parts of a trace: one of each, and then input, output and trace of every call.
  private static final int STATE = 0;
  private static final int D_STATE = 1;
  private static final int DX = 2;
  private static final int DY = 3;
  private static final int FIRST = 4;

  /** What is put out of a window. */
  public enum Output {
    /** [steps * outputs of the layer]. */
    SEQUENCE,
    /** [outputs of the layer]. */
    LAST
  }

  public TimeDistributed {
    Layer.requirePositive("time-distributed", "steps", steps);
    Math.multiplyExact(steps, Math.max(layer.inputSize(), layer.outputSize()));
  }

  /** Of all steps. */
  public TimeDistributed(int steps, Layer layer) {
    this(steps, layer, Output.SEQUENCE);
  }

  @Override
  public int inputSize() {
    return steps * layer.inputSize();
  }

  @Override
  public int outputSize() {
    return output == Output.LAST ? layer.outputSize() : steps * layer.outputSize();
  }

  /** Calls of the layer for a window. */
  private int calls() {
    return layer.stateSize() == 0 ? 1 : steps;
  }

  /** Steps of a window in a call. */
  private int stepsOfCall() {
    return layer.stateSize() == 0 ? steps : 1;
  }

  @Override
  public Matrix trace(int capacity) {
    int rows = Math.multiplyExact(capacity, stepsOfCall());
    Matrix[] parts = new Matrix[FIRST + 3 * calls()];
    parts[STATE] = new Matrix(rows, layer.stateSize());
    parts[D_STATE] = new Matrix(rows, layer.stateSize());
    parts[DX] = new Matrix(rows, layer.inputSize());
    parts[DY] = new Matrix(rows, layer.outputSize());
    for (int at = FIRST; at < parts.length; at += 3) {
      parts[at] = new Matrix(rows, layer.inputSize());
      parts[at + 1] = new Matrix(rows, layer.outputSize());
      parts[at + 2] = layer.trace(rows);
    }
    return new Matrix(capacity, 0, parts);
  }

  @Override
  public ParameterLayout parameters() {
    return layer.parameters();
  }

  @Override
  public int packedSize(boolean trained) {
    return layer.packedSize(trained);
  }

  @Override
  public void pack(float[] parameters, int from, float[] packed, boolean trained) {
    layer.pack(parameters, from, packed, trained);
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    int rows = x.rows() * stepsOfCall();
    Matrix memory = trace.part(STATE).resize(rows).fill(0);
    for (int call = 0; call < calls(); call++) {
      Matrix out = trace.part(FIRST + 3 * call + 1).resize(rows);
      Matrix inner = trace.part(FIRST + 3 * call + 2).resize(rows);
      layer.forward(packed, input(x, call, trace), memory, 0, out, inner);
      putOut(out, call, y);
    }
  }

  @Override
  public void forwardTraining(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace, long noise) {
    int rows = x.rows() * stepsOfCall();
    Matrix memory = trace.part(STATE).resize(rows).fill(0);
    for (int call = 0; call < calls(); call++) {
      Matrix out = trace.part(FIRST + 3 * call + 1).resize(rows);
      Matrix inner = trace.part(FIRST + 3 * call + 2).resize(rows);
      long bits = Noise.bits(noise, call);
      layer.forwardTraining(packed, input(x, call, trace), memory, 0, out, inner, bits);
      putOut(out, call, y);
    }
  }

  /** The inputs of a call, copied out of the windows. */
  private Matrix input(Matrix x, int call, Matrix trace) {
    int n = stepsOfCall() * layer.inputSize();
    Matrix in = trace.part(FIRST + 3 * call).resize(x.rows() * stepsOfCall());
    Rows.copy(x.rows(), n, x.data(), call * n, x.columns(), in.data(), 0, n);
    return in;
  }

  private void putOut(Matrix out, int call, Matrix y) {
    int one = layer.outputSize();
    int n = stepsOfCall() * one;
    if (output == Output.SEQUENCE) {
      Rows.copy(y.rows(), n, out.data(), 0, n, y.data(), call * n, y.columns());
    } else if (call == calls() - 1) {
      Rows.copy(y.rows(), one, out.data(), n - one, n, y.data(), 0, one);
    }
  }

  /** The gradient of what a call put out; of all but the last step 0 where only that was. */
  private void takeIn(Matrix dy, int call, Matrix dOut) {
    int one = layer.outputSize();
    int n = stepsOfCall() * one;
    if (output == Output.SEQUENCE) {
      Rows.copy(dy.rows(), n, dy.data(), call * n, dy.columns(), dOut.data(), 0, n);
      return;
    }
    dOut.fill(0);
    if (call == calls() - 1) {
      Rows.copy(dy.rows(), one, dy.data(), 0, one, dOut.data(), n - one, n);
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
    int n = stepsOfCall() * layer.inputSize();
    int rows = x.rows() * stepsOfCall();
    Matrix dMemory = trace.part(D_STATE).resize(rows).fill(0);
    Matrix dIn = trace.part(DX).resize(rows);
    Matrix dOut = trace.part(DY).resize(rows);
    for (int call = calls() - 1; call >= 0; call--) {
      takeIn(dy, call, dOut);
      Matrix in = trace.part(FIRST + 3 * call);
      Matrix inner = trace.part(FIRST + 3 * call + 2);
      layer.backward(packed, in, inner, dOut, dMemory, 0, dw, dwFrom, dIn);
      Rows.copy(x.rows(), n, dIn.data(), 0, n, dx.data(), call * n, dx.columns());
    }
  }

  @Override
  public void follow(Matrix x, Matrix trace, float[] parameters, int from) {
    for (int call = 0; call < calls(); call++) {
      Matrix inner = trace.part(FIRST + 3 * call + 2);
      layer.follow(trace.part(FIRST + 3 * call), inner, parameters, from);
    }
  }
}
