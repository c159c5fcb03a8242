package io.tidemill.feature;

import java.util.Arrays;

/**
 * The first {@code capacity} different values of a column, in the order of their first appearance.
 *
 * @param capacity in [1, 4096]
 */
public record SymbolSketch(int capacity) implements ColumnSketch {

  public SymbolSketch {
    if (capacity < 1 || capacity > 4096) {
      throw new IllegalArgumentException("capacity is " + capacity + ": want 1 to 4096");
    }
  }

  @Override
  public int stateSize() {
    return 1 + capacity;
  }

  @Override
  public void update(double[] state, int offset, double value) {
    int known = (int) state[offset];
    if (known < capacity && place(state, offset + 1, known, value) < 0) {
      state[offset + 1 + known] = value;
      state[offset] = known + 1;
    }
  }

  /** Where a value stands among {@code known} ones; -1: it is none of them. */
  static int place(double[] values, int from, int known, double value) {
    for (int i = 0; i < known; i++) {
      if (values[from + i] == value) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public double[] table(double[] state, int offset) {
    return Arrays.copyOfRange(state, offset + 1, offset + 1 + (int) state[offset]);
  }

  @Override
  public void restore(double[] state, int offset, double[] table, double count) {
    int known = Math.min(table.length, capacity);
    Arrays.fill(state, offset, offset + stateSize(), 0);
    state[offset] = known;
    System.arraycopy(table, 0, state, offset + 1, known);
  }
}
