package io.tidemill.network;

import io.tidemill.math.Matrix;
import java.util.Arrays;

/** A matrix for every step, of which as many are in use as a batch has. */
final class Steps {
  private final Matrix[] all;
  private Matrix[] used;

  Steps(Matrix[] all) {
    this.all = all;
    this.used = all;
  }

  /** Room for so many rows of so many columns at so many steps. */
  Steps(int maxSteps, int maxRows, int columns) {
    this(new Matrix[maxSteps]);
    Arrays.setAll(all, t -> new Matrix(maxRows, columns));
  }

  /** The first ones; allocates only when their number is not what it was. */
  Matrix[] first(int steps) {
    if (used.length != steps) {
      used = Arrays.copyOf(all, steps);
    }
    return used;
  }

  /** The first ones, with so many rows in use. */
  Matrix[] first(int steps, int rows) {
    for (Matrix matrix : first(steps)) {
      matrix.resize(rows);
    }
    return used;
  }
}
