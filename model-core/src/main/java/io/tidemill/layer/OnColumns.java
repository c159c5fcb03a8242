package io.tidemill.layer;

import io.tidemill.math.Matrix;
import io.tidemill.math.Rows;

/**
 * A layer over some of the columns, past which the others go as they are: of x [before | its inputs
 * | after], y is [before | its outputs | after]. Memory and parameters are the layer's.
 *
 * @param inputSize of all columns
 * @param from the layer's first column
 */
public record OnColumns(int inputSize, int from, Layer layer) implements Layer {
  // The parts of a trace: what the layer is given, gives, and leaves, and the gradients of the
  // first two.
  private static final int X = 0;
  private static final int Y = 1;
  private static final int TRACE = 2;
  private static final int DX = 3;
  private static final int DY = 4;

  public OnColumns {
    Layer.requirePositive("on-columns", "inputSize", inputSize);
    if (from < 0 || from > inputSize - layer.inputSize()) {
      throw new IllegalArgumentException(
          "on-columns.from is %d: %d of %d columns begin at 0 to %d"
              .formatted(from, layer.inputSize(), inputSize, inputSize - layer.inputSize()));
    }
    Math.addExact(inputSize - layer.inputSize(), layer.outputSize());
  }

  @Override
  public int outputSize() {
    return inputSize - layer.inputSize() + layer.outputSize();
  }

  @Override
  public int stateSize() {
    return layer.stateSize();
  }

  @Override
  public Matrix trace(int capacity) {
    Matrix[] parts = {
      new Matrix(capacity, layer.inputSize()),
      new Matrix(capacity, layer.outputSize()),
      layer.trace(capacity),
      new Matrix(capacity, layer.inputSize()),
      new Matrix(capacity, layer.outputSize())
    };
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
  public void pack(float[] parameters, int at, float[] packed, boolean trained) {
    layer.pack(parameters, at, packed, trained);
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    takeIn(x, trace);
    layer.forward(packed, trace.part(X), state, stateColumn, trace.part(Y), trace.part(TRACE));
    putOut(x, trace, y);
  }

  @Override
  public void forwardTraining(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace, long noise) {
    takeIn(x, trace);
    layer.forwardTraining(
        packed, trace.part(X), state, stateColumn, trace.part(Y), trace.part(TRACE), noise);
    putOut(x, trace, y);
  }

  private void takeIn(Matrix x, Matrix trace) {
    int rows = x.rows();
    trace.part(Y).resize(rows);
    trace.part(TRACE).resize(rows);
    int n = layer.inputSize();
    Rows.copy(rows, n, x.data(), from, inputSize, trace.part(X).resize(rows).data(), 0, n);
  }

  private void putOut(Matrix x, Matrix trace, Matrix y) {
    int n = layer.outputSize();
    Rows.copy(x.rows(), n, trace.part(Y).data(), 0, n, y.data(), from, y.columns());
    copyOthers(x, layer.inputSize(), y, n);
  }

  /** The columns before and after those that the layer changes, of which there are so many. */
  private void copyOthers(Matrix a, int changedOfA, Matrix b, int changedOfB) {
    int rows = a.rows();
    int aEnd = from + changedOfA;
    int bEnd = from + changedOfB;
    int after = a.columns() - aEnd;
    Rows.copy(rows, from, a.data(), 0, a.columns(), b.data(), 0, b.columns());
    Rows.copy(rows, after, a.data(), aEnd, a.columns(), b.data(), bEnd, b.columns());
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
    int n = layer.inputSize();
    Matrix in = trace.part(X);
    Matrix dIn = trace.part(DX).resize(x.rows());
    Matrix dOut = takeGradient(dy, trace);
    layer.backward(packed, in, trace.part(TRACE), dOut, dState, stateColumn, dw, dwFrom, dIn);
    Rows.copy(x.rows(), n, dIn.data(), 0, n, dx.data(), from, inputSize);
    copyOthers(dy, layer.outputSize(), dx, n);
  }

  @Override
  public void backwardFirst(
      float[] packed,
      Matrix x,
      Matrix trace,
      Matrix dy,
      Matrix dState,
      int stateColumn,
      float[] dw,
      int dwFrom,
      Matrix dx) {
    Matrix in = trace.part(X);
    Matrix dIn = trace.part(DX).resize(x.rows());
    Matrix dOut = takeGradient(dy, trace);
    layer.backwardFirst(packed, in, trace.part(TRACE), dOut, dState, stateColumn, dw, dwFrom, dIn);
  }

  /** The gradient of what the layer gave. */
  private Matrix takeGradient(Matrix dy, Matrix trace) {
    int n = layer.outputSize();
    Matrix dOut = trace.part(DY).resize(dy.rows());
    Rows.copy(dy.rows(), n, dy.data(), from, dy.columns(), dOut.data(), 0, n);
    return dOut;
  }

  @Override
  public void follow(Matrix x, Matrix trace, float[] parameters, int at) {
    layer.follow(trace.part(X), trace.part(TRACE), parameters, at);
  }
}
