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
  // The parts of a trace: one of each, and then input, output and trace of every step.
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

  @Override
  public int stateSize() {
    return 0;
  }

  @Override
  public int traceSize() {
    return 0;
  }

  @Override
  public Matrix trace(int capacity) {
    Matrix[] parts = new Matrix[FIRST + 3 * steps];
    parts[STATE] = new Matrix(capacity, layer.stateSize());
    parts[D_STATE] = new Matrix(capacity, layer.stateSize());
    parts[DX] = new Matrix(capacity, layer.inputSize());
    parts[DY] = new Matrix(capacity, layer.outputSize());
    for (int at = FIRST; at < parts.length; at += 3) {
      parts[at] = new Matrix(capacity, layer.inputSize());
      parts[at + 1] = new Matrix(capacity, layer.outputSize());
      parts[at + 2] = layer.trace(capacity);
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
    Matrix memory = trace.part(STATE).resize(x.rows()).fill(0);
    for (int t = 0; t < steps; t++) {
      Matrix out = trace.part(FIRST + 3 * t + 1).resize(x.rows());
      layer.forward(packed, input(x, t, trace), memory, 0, out, inner(x, t, trace));
      putOut(out, t, y);
    }
  }

  @Override
  public void forwardTraining(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace, long noise) {
    Matrix memory = trace.part(STATE).resize(x.rows()).fill(0);
    for (int t = 0; t < steps; t++) {
      Matrix out = trace.part(FIRST + 3 * t + 1).resize(x.rows());
      layer.forwardTraining(
          packed, input(x, t, trace), memory, 0, out, inner(x, t, trace), Noise.bits(noise, t));
      putOut(out, t, y);
    }
  }

  /** The inputs of step t, copied out of the windows. */
  private Matrix input(Matrix x, int t, Matrix trace) {
    Matrix in = trace.part(FIRST + 3 * t).resize(x.rows());
    Rows.copy(x, t * layer.inputSize(), in, 0, layer.inputSize());
    return in;
  }

  private static Matrix inner(Matrix x, int t, Matrix trace) {
    return trace.part(FIRST + 3 * t + 2).resize(x.rows());
  }

  private void putOut(Matrix out, int t, Matrix y) {
    if (output == Output.SEQUENCE) {
      Rows.copy(out, 0, y, t * layer.outputSize(), layer.outputSize());
    } else if (t == steps - 1) {
      Rows.copy(out, 0, y, 0, layer.outputSize());
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
    Matrix dMemory = trace.part(D_STATE).resize(x.rows()).fill(0);
    Matrix dIn = trace.part(DX).resize(x.rows());
    Matrix dOut = trace.part(DY).resize(x.rows());
    for (int t = steps - 1; t >= 0; t--) {
      if (output == Output.SEQUENCE) {
        Rows.copy(dy, t * layer.outputSize(), dOut, 0, layer.outputSize());
      } else if (t == steps - 1) {
        Rows.copy(dy, 0, dOut, 0, layer.outputSize());
      } else {
        dOut.fill(0);
      }
      Matrix in = trace.part(FIRST + 3 * t);
      layer.backward(packed, in, inner(x, t, trace), dOut, dMemory, 0, dw, dwFrom, dIn);
      Rows.copy(dIn, 0, dx, t * layer.inputSize(), layer.inputSize());
    }
  }

  @Override
  public void follow(Matrix x, Matrix trace, float[] parameters, int from) {
    for (int t = 0; t < steps; t++) {
      layer.follow(trace.part(FIRST + 3 * t), inner(x, t, trace), parameters, from);
    }
  }
}
