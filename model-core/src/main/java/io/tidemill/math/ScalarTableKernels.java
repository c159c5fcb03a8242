package io.tidemill.math;

/** The products by tables in plain Java. */
final class ScalarTableKernels implements TableKernels {
  private static final Kernels PACKING = new ScalarKernels();

  @Override
  public boolean strips() {
    return false;
  }

  @Override
  public Kernels packing() {
    return PACKING;
  }

  /** Plain packing is row-major. */
  @Override
  public void product(
      int rows,
      int depth,
      float[] a,
      int aAt,
      int[] aRows,
      int[] aSteps,
      float[] packed,
      int packedAt,
      float[] init,
      int initAt,
      int[] initRows,
      float[] c,
      int cAt,
      int[] cRows,
      int columns) {
    outer(
        rows, depth, a, aAt, aRows, aSteps, packed, packedAt, init, initAt, initRows, c, cAt, cRows,
        columns);
  }

  @Override
  public void outer(
      int rows,
      int depth,
      float[] a,
      int aAt,
      int[] aRows,
      int[] aSteps,
      float[] b,
      int bAt,
      float[] init,
      int initAt,
      int[] initRows,
      float[] c,
      int cAt,
      int[] cRows,
      int columns) {
    for (int r = 0; r < rows; r++) {
      int from = initAt + initRows[r];
      int to = cAt + cRows[r];
      row(depth, a, aAt + aRows[r], aSteps, b, bAt, init, from, c, to, columns);
    }
  }

  /** Eight columns at a time while they last. */
  private static void row(
      int depth,
      float[] a,
      int at,
      int[] steps,
      float[] b,
      int bAt,
      float[] init,
      int from,
      float[] c,
      int to,
      int columns) {
    int j = 0;
    for (; j + 7 < columns; j += 8) {
      int i = from + j;
      float s0 = init[i];
      float s1 = init[i + 1];
      float s2 = init[i + 2];
      float s3 = init[i + 3];
      float s4 = init[i + 4];
      float s5 = init[i + 5];
      float s6 = init[i + 6];
      float s7 = init[i + 7];
      for (int k = 0, p = bAt + j; k < depth; k++, p += columns) {
        float v = a[at + steps[k]];
        s0 = Math.fma(v, b[p], s0);
        s1 = Math.fma(v, b[p + 1], s1);
        s2 = Math.fma(v, b[p + 2], s2);
        s3 = Math.fma(v, b[p + 3], s3);
        s4 = Math.fma(v, b[p + 4], s4);
        s5 = Math.fma(v, b[p + 5], s5);
        s6 = Math.fma(v, b[p + 6], s6);
        s7 = Math.fma(v, b[p + 7], s7);
      }
      int o = to + j;
      c[o] = s0;
      c[o + 1] = s1;
      c[o + 2] = s2;
      c[o + 3] = s3;
      c[o + 4] = s4;
      c[o + 5] = s5;
      c[o + 6] = s6;
      c[o + 7] = s7;
    }
    for (; j < columns; j++) {
      float s = init[from + j];
      for (int k = 0, p = bAt + j; k < depth; k++, p += columns) {
        s = Math.fma(a[at + steps[k]], b[p], s);
      }
      c[to + j] = s;
    }
  }
}
