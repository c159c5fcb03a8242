package io.tidemill.anomaly;

import java.io.Serializable;

/**
 * The score from which on an event is an alert. A record; its state is a flat array of the
 * caller's, one per key and scorer, zeros meaning that nothing was seen yet. Allocates nothing.
 */
public sealed interface Threshold extends Serializable
    permits FixedThreshold, BudgetThreshold, SurpriseThreshold {

  /** Doubles remembered per key. */
  int stateSize();

  /** The threshold as of now; +infinity while too little is known. */
  double threshold(double[] state, int offset);

  /**
   * Learns from the next event of a key, after its score was compared.
   *
   * @param score may be NaN: no score
   * @param time event time, milliseconds; an event older than the newest so far tells nothing of
   *     the pace of events
   */
  void update(double score, long time, double[] state, int offset);

  /**
   * How grave a score is: 0 below the threshold or without a score, 0.5 at it, towards 1 as the
   * score grows beyond.
   */
  static double grade(double score, double threshold) {
    if (!(score >= threshold) || threshold == Double.POSITIVE_INFINITY) {
      return 0;
    }
    return threshold > 0 ? 1 - 0.5 * threshold / score : 1;
  }
}
