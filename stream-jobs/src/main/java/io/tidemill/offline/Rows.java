package io.tidemill.offline;

/** Observed rows by key, those of a key in the order of their time. They never change. */
interface Rows {

  /** Keys there are; rows that have nothing to do with each other are a key each. */
  int keys();

  /** What a key is called, or where in the data it is. */
  String name(int key);

  /** Rows of a key. */
  int length(int key);

  /** Event time of a row, milliseconds. */
  long time(int key, int row);

  /** Writes a row's observed columns. */
  void observe(int key, int row, double[] to, int offset);

  /** What a column named to judge by says of a row, which the model does not see; NaN: nothing. */
  default double mark(int key, int row) {
    return Double.NaN;
  }

  /** Whether each row is a key of its own, and their order says nothing. */
  default boolean independent() {
    for (int key = 0; key < keys(); key++) {
      if (length(key) > 1) {
        return false;
      }
    }
    return true;
  }
}
