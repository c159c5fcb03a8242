package io.tidemill.network;

import io.tidemill.math.Matrix;

/**
 * What a model learns from in one go: for every step a matrix each, with the same rows in use.
 *
 * @param x inputs, [rows, inputSize] each
 * @param target what was to come out, [rows, targetSize of the model] each
 * @param weight of the terms of the loss, [rows, terms of the model] each, at least 0; 0 masks
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Batch(Matrix[] x, Matrix[] target, Matrix[] weight) {

  public int steps() {
    return x.length;
  }

  public int rows() {
    return x[0].rows();
  }
}
