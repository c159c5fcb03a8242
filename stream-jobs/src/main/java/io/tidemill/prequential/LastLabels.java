package io.tidemill.prequential;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When the known class of a key changed, in an array that the caller keeps: {event time from which
 * a class was known last, then of each change the time from which it was known and the class, the
 * oldest first}. Times are milliseconds.
 */
final class LastLabels {
  private static final int MOST = 64; // changes

  private LastLabels() {}

  /** The class that was known last at an event time; -1: none was. */
  static int at(long @Nullable [] changes, long time) {
    if (changes == null) {
      return -1;
    }
    for (int i = changes.length - 2; i > 0; i -= 2) {
      if (changes[i] <= time) {
        return (int) changes[i + 1];
      }
    }
    return -1;
  }

  /** From when on the newest is known. */
  static long newest(long[] changes) {
    return changes[0];
  }

  /**
   * Adds a class, known at least as late as those before.
   *
   * @param from event time before which no change need be told from another
   * @return a new array, or the same where the class has not changed
   */
  static long[] add(long @Nullable [] changes, long knownAt, int label, long from) {
    if (changes == null) {
      return new long[] {knownAt, knownAt, label};
    }
    changes[0] = knownAt;
    if (changes[changes.length - 1] == label) {
      return changes;
    }
    int first = Math.max(1, changes.length - 2 * (MOST - 1));
    while (first + 2 < changes.length && changes[first + 2] <= from) {
      first += 2;
    }
    int kept = changes.length - first;
    long[] all = Arrays.copyOf(new long[] {knownAt}, 1 + kept + 2);
    System.arraycopy(changes, first, all, 1, kept);
    all[1 + kept] = knownAt;
    all[2 + kept] = label;
    return all;
  }
}
