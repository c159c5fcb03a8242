package io.tidemill.augment;

import io.tidemill.math.Noise;
import java.io.Serializable;
import java.util.List;

/**
 * A random change of a series that leaves what it tells (Um et al. 2017): applied to the network's
 * input while it learns, anew each time, and never in service.
 *
 * <p>The change is a function of the noise, the step and the column alone, so that a sequence may
 * be changed step by step, wherever its steps are.
 */
public sealed interface SeriesAugmentation extends Serializable permits Jitter, Scale {

  /**
   * Changes one step of a sequence in place.
   *
   * @param values of the step begin at {@code from}
   * @param columns which of the step's values are measured, counted from {@code from}; others, as
   *     marks of what is missing, stay as they are
   * @param step which one it is in the sequence, from 0
   * @param noise random bits, of this sequence and this time; the same for all its steps
   */
  void apply(float[] values, int from, int[] columns, int step, long noise);

  /** Applies all in their order, each with noise of its own. */
  static void apply(
      List<SeriesAugmentation> all, float[] values, int from, int[] columns, int step, long noise) {
    for (int i = 0; i < all.size(); i++) {
      all.get(i).apply(values, from, columns, step, Noise.bits(noise, i));
    }
  }

  /** Refuses what is no deviation. */
  static void requireDeviation(String name, double deviation) {
    if (!(deviation >= 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + " is " + deviation + ": it must be at least 0 and finite, as 0.05");
    }
  }
}
