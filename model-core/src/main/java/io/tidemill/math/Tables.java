package io.tidemill.math;

import java.util.Arrays;

/** Tables of {@link TableKernels} that many have. */
final class Tables {
  private Tables() {}

  /** 0, step, 2 step, ... */
  static int[] steps(int size, int step) {
    int[] table = new int[size];
    Arrays.setAll(table, i -> i * step);
    return table;
  }
}
