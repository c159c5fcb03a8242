package io.tidemill.loss;

import io.tidemill.math.Matrix;
import java.util.Arrays;

/** Rows of logits, whose softmax is a distribution over classes. */
final class Logits {

  private Logits() {}

  /** {@code outputSize}, unless it is too small for a choice. */
  static int requireClasses(String loss, int outputSize) {
    if (outputSize < 2) {
      throw new IllegalArgumentException(
          loss + " of " + outputSize + " output(s): it needs one for each of 2 classes or more");
    }
    return outputSize;
  }

  /** Refuses a share of other targets that is none, or leaves nothing of the real ones. */
  static void requireSmoothing(String loss, double smoothing) {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          loss + ".smoothing is " + smoothing + ": it must be in [0, 1), as 0.1");
    }
  }

  /** log(sum(e^y)) of a row, exact also where e^y overflows. */
  static double logSum(Matrix y, int row) {
    int from = y.offset(row);
    int end = from + y.columns();
    double max = Double.NEGATIVE_INFINITY;
    for (int i = from; i < end; i++) {
      max = Math.max(max, y.data()[i]);
    }
    double sum = 0;
    for (int i = from; i < end; i++) {
      sum += StrictMath.exp(y.data()[i] - max);
    }
    return max + StrictMath.log(sum);
  }

  /** No gradient for a row. */
  static void mask(Matrix dy, int row) {
    Arrays.fill(dy.data(), dy.offset(row), dy.offset(row + 1), 0f);
  }
}
