package io.tidemill.anomaly;

import java.io.Serializable;

/**
 * Says how odd the next event of a key is, learning from the key's past what is usual. A record;
 * its state is a flat array of the caller's, one per key, zeros meaning that nothing was seen yet.
 * Allocates nothing.
 */
public sealed interface AnomalyScorer extends Serializable permits ResidualScorer, StuckScorer {

  /** Readings judged per event. */
  int targets();

  /** Doubles remembered per key. */
  int stateSize();

  /**
   * Judges the next event of a key by what was usual before it, then learns from it.
   *
   * @param observed [targets] readings, NaN: missing
   * @param expected [targets] what was forecast for them, NaN: no forecast
   * @param contributions [targets] receives the share of each reading in the score, in [0, 1],
   *     adding up to 1; all 0 without a score
   * @return unbounded, high means odd, never infinite; NaN: nothing to say yet
   */
  double score(
      double[] observed, double[] expected, double[] state, int offset, double[] contributions);
}
