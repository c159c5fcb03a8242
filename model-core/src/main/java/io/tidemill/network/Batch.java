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

  /** The sum of the weights from a step on. */
  public double totalWeight(int fromStep) {
    double sum = 0;
    for (int t = fromStep; t < weight.length; t++) {
      int end = weight[t].rows() * weight[t].columns();
      for (int i = 0; i < end; i++) {
        sum += weight[t].data()[i];
      }
    }
    return sum;
  }

  /** Refuses columns that are not those of a model and its loss. */
  void require(int inputSize, int targetSize, int terms) {
    requireColumns("inputs", x[0], inputSize);
    requireColumns("targets", target[0], targetSize);
    requireColumns("weights", weight[0], terms);
  }

  private static void requireColumns(String name, Matrix matrix, int columns) {
    if (matrix.columns() != columns) {
      throw new IllegalArgumentException(
          "a batch of "
              + matrix.columns()
              + " "
              + name
              + ", the model and its loss have "
              + columns
              + ": make it with SequenceBatch.of");
    }
  }
}
