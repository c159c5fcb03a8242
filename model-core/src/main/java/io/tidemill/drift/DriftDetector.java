package io.tidemill.drift;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Says when a stream of numbers has changed for good. A record; its state is a flat array of the
 * caller's, zeros meaning that nothing was seen yet. The same values lead to the same signals on
 * every JVM. Allocates nothing.
 *
 * <p>After a change a detector begins anew by itself, with what it knows of the new values, if
 * anything. A value that is not finite is unknown: it is passed over. One beyond ±1e100 counts as
 * that.
 */
public sealed interface DriftDetector extends Serializable
    permits Adwin, Ddm, Eddm, Kswin, PageHinkley {

  /** Doubles that are remembered. */
  int stateSize();

  /**
   * Looks at the next value.
   *
   * @return what it says of the stream up to here
   */
  Signal update(double value, double[] state, int offset);

  /** Whether it is made for values that are 1 for an error and 0 for none, and for no others. */
  default boolean isOfErrors() {
    return false;
  }

  /** Forgets what was seen. */
  default void reset(double[] state, int offset) {
    Arrays.fill(state, offset, offset + stateSize(), 0);
  }

  /** Squares of bounded values add up to something finite. */
  static double bounded(double value) {
    return Math.max(-1e100, Math.min(value, 1e100));
  }

  /** Refuses a value out of a range of which both ends are excluded. */
  static void requireBetween(String name, double value, double above, double below) {
    if (!(value > above && value < below)) {
      throw new IllegalArgumentException(
          "%s is %s: must be above %s and below %s".formatted(name, value, above, below));
    }
  }

  /** Refuses a count out of a range. */
  static void requireCount(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d: must be %d to %d".formatted(name, value, least, most));
    }
  }
}
