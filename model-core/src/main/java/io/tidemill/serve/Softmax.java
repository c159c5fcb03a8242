package io.tidemill.serve;

import io.tidemill.math.Matrix;

/** Logits as probabilities. */
public final class Softmax {
  private Softmax() {}

  /** Writes the probabilities of a row of logits, and returns the first of the likeliest. */
  public static int of(Matrix logits, int row, float[] probabilities) {
    int from = logits.offset(row);
    int likeliest = 0;
    for (int k = 1; k < probabilities.length; k++) {
      if (logits.data()[from + k] > logits.data()[from + likeliest]) {
        likeliest = k;
      }
    }
    double largest = logits.data()[from + likeliest];
    double sum = 0;
    for (int k = 0; k < probabilities.length; k++) {
      sum += StrictMath.exp(logits.data()[from + k] - largest);
    }
    for (int k = 0; k < probabilities.length; k++) {
      probabilities[k] = (float) (StrictMath.exp(logits.data()[from + k] - largest) / sum);
    }
    return likeliest;
  }
}
