package io.tidemill.offline;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Some of the rows: of each of some keys those from one to another. What lies before them is their
 * past, which a network may remember.
 *
 * @param keys of the rows, each once
 * @param from [keys] first row of a key
 * @param to [keys] the row after its last one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Part(Rows rows, int[] keys, int[] from, int[] to) {

  static Part all(Rows rows) {
    int[] keys = IntStream.range(0, rows.keys()).toArray();
    return new Part(
        rows, keys, new int[keys.length], Arrays.stream(keys).map(rows::length).toArray());
  }

  /** Rows in it. */
  long count() {
    return Arrays.stream(to).asLongStream().sum() - Arrays.stream(from).asLongStream().sum();
  }

  /** Those of its keys that are in the i-th place from {@code first} to {@code last}. */
  private Part keys(int first, int last) {
    return new Part(
        rows,
        Arrays.copyOfRange(keys, first, last),
        Arrays.copyOfRange(from, first, last),
        Arrays.copyOfRange(to, first, last));
  }

  /** The first rows of each key, or of independent rows the first. */
  Part first(int most) {
    if (rows.independent()) {
      return keys(0, Math.min(most, keys.length));
    }
    int[] ends = to.clone();
    for (int i = 0; i < ends.length; i++) {
      ends[i] = (int) Math.min(ends[i], (long) from[i] + most);
    }
    return new Part(rows, keys, from, ends);
  }

  /**
   * Cuts the last rows off: of independent rows the last in a shuffled order, of others the last of
   * each key.
   *
   * @return what is left, and what is cut off
   */
  Part[] cut(Share share) {
    if (rows.independent()) {
      int left = keys.length - share.of(keys.length);
      return new Part[] {keys(0, left), keys(left, keys.length)};
    }
    int[] border = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      border[i] = to[i] - share.of(to[i] - from[i]);
    }
    return new Part[] {new Part(rows, keys, from, border), new Part(rows, keys, border, to)};
  }

  /** The same rows in an order that the seed says, if their order says nothing. */
  Part shuffled(long seed) {
    if (!rows.independent()) {
      return this;
    }
    int[] order = keys.clone();
    Orders.shuffle(order, seed);
    return new Part(
        rows, order, new int[order.length], Arrays.stream(order).map(rows::length).toArray());
  }
}
