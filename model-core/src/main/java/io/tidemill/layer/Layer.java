package io.tidemill.layer;

import io.tidemill.math.Matrix;
import java.io.Serializable;

/**
 * One layer of a network: a step {@code (x_t, s_{t-1}) -> (y_t, s_t)} for any number of rows, each
 * of which gets the same bits whatever the others are.
 *
 * <p>The record is the specification: weights and state are passed in, and belong to the caller.
 * Kernels read weights in an order of their own, so parameters are packed once and stepped many
 * times. A layer's state is a range of columns of the network's, from {@code stateColumn} on.
 *
 * <p>Images and windows of a series are rows too, channels last, so nothing needs to be flattened
 * between them and a {@link Dense} layer.
 *
 * <p>A new layer is a record and its name in {@code permits}: snapshots find it there, and so does
 * the contract test.
 */
public sealed interface Layer extends Serializable
    permits Dense,
        Gru,
        Lstm,
        SimpleRnn,
        CausalConv1d,
        Conv1d,
        Conv2d,
        MaxPool,
        AvgPool,
        GlobalPool,
        Embedding,
        Activation,
        Softmax,
        LayerNorm,
        BatchNorm,
        Dropout,
        Residual,
        TimeDistributed,
        OnColumns,
        Repeat,
        Slice,
        Upsample,
        DotProduct,
        SquaredDistance {
  int inputSize();

  int outputSize();

  /** Floats of memory per row; none unless said. */
  default int stateSize() {
    return 0;
  }

  /**
   * Floats per row that forward leaves for backward, its scratch while serving; none unless said.
   */
  default int traceSize() {
    return 0;
  }

  /** Room for what forward leaves for backward, of so many rows; belongs to the caller. */
  default Matrix trace(int capacity) {
    return new Matrix(capacity, traceSize());
  }

  /** The trained parameters, in the order of the flat vector; none unless said. */
  default ParameterLayout parameters() {
    return ParameterLayout.NONE;
  }

  /** Floats of the packed weights, {@code trained}: with what backward reads. */
  default int packedSize(boolean trained) {
    return 0;
  }

  /** Packs the parameters that begin at {@code from} for the kernels. */
  default void pack(float[] parameters, int from, float[] packed, boolean trained) {}

  /**
   * One step of all rows in use of x.
   *
   * @param x [rows, inputSize]
   * @param state [rows, at least stateColumn + stateSize], updated in place
   * @param y [rows, outputSize], overwritten
   * @param trace [rows, traceSize], made by {@link #trace}, overwritten
   */
  void forward(float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace);

  /**
   * One step while learning; other than {@link #forward} only for layers that then behave
   * otherwise. Rows may depend on each other here.
   *
   * @param noise random bits of this step and this layer, the key of {@link io.tidemill.math.Noise}
   */
  default void forwardTraining(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace, long noise) {
    forward(packed, x, state, stateColumn, y, trace);
  }

  /**
   * Moves the parameters that follow the data and no gradient: once for every step of a batch that
   * was learned.
   *
   * @param x what the layer was given at the step
   * @param trace what {@link #forwardTraining} left and backward has used up
   * @param parameters whose part of this layer begins at {@code from}
   */
  default void follow(Matrix x, Matrix trace, float[] parameters, int from) {}

  /**
   * The gradient of one step, of all rows in use of x.
   *
   * @param packed weights packed with {@code trained}
   * @param trace what {@link #forward} or {@link #forwardTraining} left, whose gradient it then is;
   *     used up
   * @param dy gradient of y
   * @param dState gradient of the state after the step; becomes that of the state before it
   * @param dw gradient of the parameters, which begins at {@code dwFrom}; added to
   * @param dx gradient of x, overwritten
   */
  void backward(
      float[] packed,
      Matrix x,
      Matrix trace,
      Matrix dy,
      Matrix dState,
      int stateColumn,
      float[] dw,
      int dwFrom,
      Matrix dx);

  /**
   * {@link #backward} of a network's first layer, the gradient of whose input is nobody's: dx need
   * not be computed.
   */
  default void backwardFirst(
      float[] packed,
      Matrix x,
      Matrix trace,
      Matrix dy,
      Matrix dState,
      int stateColumn,
      float[] dw,
      int dwFrom,
      Matrix dx) {
    backward(packed, x, trace, dy, dState, stateColumn, dw, dwFrom, dx);
  }

  /** {@code size}, or a complaint that names the layer and what is wrong with it. */
  static int requirePositive(String layer, String name, int size) {
    if (size < 1) {
      throw new IllegalArgumentException(
          layer + "." + name + " is " + size + ": it must be at least 1");
    }
    return size;
  }
}
