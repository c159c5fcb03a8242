package io.tidemill.evaluate;

import java.util.Arrays;

/**
 * How well a score puts what is positive before what is not, whatever the threshold. It keeps all
 * scores: 8 bytes an example. Mutable; confined to one thread.
 *
 * <p>Not ND4J's ROC, which takes examples of the same score in the order of their arrival; here
 * they are one step of the curve. On different scores the two agree.
 */
public final class Ranking {
  private long[] examples = new long[64];
  private int size;
  private long positives;

  /** Counts one example. */
  public void add(float score, boolean positive) {
    if (Float.isNaN(score)) {
      throw new IllegalArgumentException("a score is NaN: leave out what has none");
    }
    if (size == examples.length) {
      examples = Arrays.copyOf(examples, Math.multiplyExact(2, size));
    }
    examples[size++] = (long) descending(score) << 1 | (positive ? 1 : 0);
    positives += positive ? 1 : 0;
  }

  /** An int that falls as the score rises; 0 and -0 are one score. */
  private static int descending(float score) {
    int bits = Float.floatToIntBits(score + 0f);
    return ~(bits ^ (bits >> 31 & Integer.MAX_VALUE));
  }

  /**
   * Area under the receiver operating characteristic: the chance that a positive example has a
   * higher score than a negative one, a tie counting half; NaN without both (Hanley and McNeil
   * 1982).
   */
  public double rocAuc() {
    Arrays.sort(examples, 0, size);
    double area = 0;
    long above = 0;
    for (int from = 0, to; from < size; from = to) {
      to = endOfTie(from);
      long tied = positives(from, to);
      long negatives = to - from - tied;
      area += negatives * (above + tied / 2.0);
      above += tied;
    }
    return area / ((double) positives * (size - positives));
  }

  /**
   * Area under precision over recall by steps, which is the average precision: the sum over the
   * thresholds of (recall - recall at the threshold above) * precision; NaN without positives.
   */
  public double prAuc() {
    Arrays.sort(examples, 0, size);
    double area = 0;
    long above = 0;
    for (int from = 0, to; from < size; from = to) {
      to = endOfTie(from);
      long tied = positives(from, to);
      above += tied;
      area += tied * (above / (double) to);
    }
    return area / positives;
  }

  private int endOfTie(int from) {
    int to = from + 1;
    while (to < size && examples[to] >> 1 == examples[from] >> 1) {
      to++;
    }
    return to;
  }

  private long positives(int from, int to) {
    long count = 0;
    for (int i = from; i < to; i++) {
      count += examples[i] & 1;
    }
    return count;
  }
}
