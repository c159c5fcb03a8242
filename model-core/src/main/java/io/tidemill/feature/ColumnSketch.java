package io.tidemill.feature;

/**
 * What a model keeps of a column of the stream beside its moments. A record is the algorithm; its
 * state lies in the caller's flat array, and zeros mean that nothing was seen yet.
 */
public sealed interface ColumnSketch permits QuantileSketch, SymbolSketch {

  /** Doubles of state. */
  int stateSize();

  /** Adds a finite value. */
  void update(double[] state, int offset, double value);

  /** What the features read of it: empty while it knows too little to say anything. */
  double[] table(double[] state, int offset);

  /**
   * Goes on from a table as if it had been made of {@code count} values.
   *
   * @param table as {@link #table} gave it
   */
  void restore(double[] state, int offset, double[] table, double count);
}
