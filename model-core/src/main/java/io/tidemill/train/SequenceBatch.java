package io.tidemill.train;

import io.tidemill.loss.Loss;
import io.tidemill.math.Matrix;
import io.tidemill.network.Batch;
import io.tidemill.network.Model;
import java.util.Arrays;

/**
 * Training sequences side by side: for every step t the inputs, targets and weights of all rows.
 * Preallocated and refilled; a sequence shorter than the others begins at step 0 and leaves weights
 * of 0 after its end.
 */
public final class SequenceBatch {
  private final Matrix[] x;
  private final Matrix[] target;
  private final Matrix[] weight;
  private final Batch matrices;
  private int rows;

  /**
   * An empty batch for at most {@code capacityRows} sequences of {@code steps} steps, of a loss
   * with a target and a weight for every output.
   */
  public SequenceBatch(int capacityRows, int steps, int inputSize, int outputSize) {
    this(capacityRows, steps, inputSize, outputSize, outputSize);
  }

  /** An empty batch as large as the model and its loss want it. */
  public static SequenceBatch of(int capacityRows, int steps, Model model, Loss loss) {
    return new SequenceBatch(
        capacityRows, steps, model.inputSize(), model.targetSize(loss), model.terms(loss));
  }

  private SequenceBatch(int capacityRows, int steps, int inputSize, int targetSize, int terms) {
    if (capacityRows < 1 || steps < 1) {
      throw new IllegalArgumentException(
          "a batch of " + capacityRows + " sequences of " + steps + " steps: want at least 1 each");
    }
    x = new Matrix[steps];
    target = new Matrix[steps];
    weight = new Matrix[steps];
    matrices = new Batch(x, target, weight);
    for (int t = 0; t < steps; t++) {
      x[t] = new Matrix(capacityRows, inputSize);
      target[t] = new Matrix(capacityRows, targetSize);
      weight[t] = new Matrix(capacityRows, terms);
    }
    clear();
  }

  /** Forgets all rows. */
  public void clear() {
    rows = 0;
    resize();
  }

  /** Takes one more sequence, of zeros, and returns its row. */
  public int add() {
    if (rows == x[0].capacity()) {
      throw new IllegalStateException(
          "the batch is full with " + rows + " sequences: learn it and clear it first");
    }
    rows++;
    resize();
    for (int t = 0; t < x.length; t++) {
      clearRow(x[t], rows - 1);
      clearRow(target[t], rows - 1);
      clearRow(weight[t], rows - 1);
    }
    return rows - 1;
  }

  private void resize() {
    for (int t = 0; t < x.length; t++) {
      x[t].resize(rows);
      target[t].resize(rows);
      weight[t].resize(rows);
    }
  }

  private static void clearRow(Matrix matrix, int row) {
    Arrays.fill(matrix.data(), matrix.offset(row), matrix.offset(row + 1), 0f);
  }

  public int rows() {
    return rows;
  }

  public int capacity() {
    return x[0].capacity();
  }

  public int steps() {
    return x.length;
  }

  /** All of it; not a copy. */
  public Batch matrices() {
    return matrices;
  }

  /** Inputs of step t, [rows, inputSize]; not a copy. */
  public Matrix x(int t) {
    return x[t];
  }

  /** Targets of step t, [rows, targetSize of the model]; not a copy. */
  public Matrix target(int t) {
    return target[t];
  }

  /**
   * Weights of step t's terms, [rows, terms of the model], at least 0; 0 masks what is unknown or
   * not to be learned. Not a copy.
   */
  public Matrix weight(int t) {
    return weight[t];
  }

  /** The sum of all weights. */
  public double totalWeight() {
    return matrices.totalWeight(0);
  }
}
