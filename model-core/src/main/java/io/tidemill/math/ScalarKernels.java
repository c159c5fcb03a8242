package io.tidemill.math;

/** The kernels in plain Java: what the vector kernels must equal, and do the work without them. */
final class ScalarKernels implements Kernels {

  @Override
  public String describe() {
    return "plain Java";
  }

  @Override
  public int packedSize(int depth, int columns) {
    return Math.multiplyExact(depth, columns);
  }

  @Override
  public void pack(
      float[] m,
      int at,
      int rowStride,
      int columnStride,
      float scale,
      int depth,
      int columns,
      float[] packed,
      int packedAt) {
    for (int k = 0, p = packedAt; k < depth; k++) {
      for (int j = 0; j < columns; j++) {
        packed[p++] = scale * m[at + k * rowStride + j * columnStride];
      }
    }
  }

  @Override
  public void product(
      int rows,
      float[] x,
      int xAt,
      int xRow,
      int depth,
      float[] packed,
      int packedAt,
      float[] init,
      int initAt,
      int initRow,
      float[] y,
      int yAt,
      int yRow,
      int columns) {
    for (int r = 0; r < rows; r++) {
      int from = xAt + r * xRow;
      int initFrom = initAt + r * initRow;
      product(depth, columns, x, from, packed, packedAt, init, initFrom, y, yAt + r * yRow);
    }
  }

  private static void product(
      int depth,
      int columns,
      float[] x,
      int at,
      float[] w,
      int wAt,
      float[] init,
      int initAt,
      float[] y,
      int yAt) {
    if (columns < NARROW) {
      narrow(depth, columns, x, at, w, wAt, init, initAt, y, yAt);
      return;
    }
    int j = 0;
    for (; j + 7 < columns; j += 8) {
      int i = initAt + j;
      float s0 = init[i];
      float s1 = init[i + 1];
      float s2 = init[i + 2];
      float s3 = init[i + 3];
      float s4 = init[i + 4];
      float s5 = init[i + 5];
      float s6 = init[i + 6];
      float s7 = init[i + 7];
      for (int k = 0, p = wAt + j; k < depth; k++, p += columns) {
        float v = x[at + k];
        s0 = Math.fma(v, w[p], s0);
        s1 = Math.fma(v, w[p + 1], s1);
        s2 = Math.fma(v, w[p + 2], s2);
        s3 = Math.fma(v, w[p + 3], s3);
        s4 = Math.fma(v, w[p + 4], s4);
        s5 = Math.fma(v, w[p + 5], s5);
        s6 = Math.fma(v, w[p + 6], s6);
        s7 = Math.fma(v, w[p + 7], s7);
      }
      int o = yAt + j;
      y[o] = s0;
      y[o + 1] = s1;
      y[o + 2] = s2;
      y[o + 3] = s3;
      y[o + 4] = s4;
      y[o + 5] = s5;
      y[o + 6] = s6;
      y[o + 7] = s7;
    }
    for (; j < columns; j++) {
      float s = init[initAt + j];
      for (int k = 0, p = wAt + j; k < depth; k++, p += columns) {
        s = Math.fma(x[at + k], w[p], s);
      }
      y[yAt + j] = s;
    }
  }

  /** Few columns, packed as [depth, columns]: four sums over k mod 4. */
  private static void narrow(
      int depth,
      int columns,
      float[] x,
      int at,
      float[] w,
      int wAt,
      float[] init,
      int initAt,
      float[] y,
      int yAt) {
    for (int j = 0; j < columns; j++) {
      float s0 = 0;
      float s1 = 0;
      float s2 = 0;
      float s3 = 0;
      int k = 0;
      int p = wAt + j;
      for (; k + 3 < depth; k += 4, p += 4 * columns) {
        s0 = Math.fma(x[at + k], w[p], s0);
        s1 = Math.fma(x[at + k + 1], w[p + columns], s1);
        s2 = Math.fma(x[at + k + 2], w[p + 2 * columns], s2);
        s3 = Math.fma(x[at + k + 3], w[p + 3 * columns], s3);
      }
      if (k < depth) {
        s0 = Math.fma(x[at + k], w[p], s0);
      }
      if (k + 1 < depth) {
        s1 = Math.fma(x[at + k + 1], w[p + columns], s1);
      }
      if (k + 2 < depth) {
        s2 = Math.fma(x[at + k + 2], w[p + 2 * columns], s2);
      }
      y[yAt + j] = ((s0 + s1) + (s2 + s3)) + init[initAt + j];
    }
  }

  @Override
  public void addOuter(
      int rows,
      float[] x,
      int xAt,
      int xRow,
      int depth,
      float[] d,
      int dAt,
      int dRow,
      int columns,
      float[] g,
      int gAt,
      int gRow) {
    outer(rows, x, xAt, xRow, depth, d, dAt, dRow, columns, g, gAt, gRow);
  }

  static void outer(
      int rows,
      float[] x,
      int xAt,
      int xRow,
      int depth,
      float[] d,
      int dAt,
      int dRow,
      int columns,
      float[] g,
      int gAt,
      int gRow) {
    for (int k = 0; k < depth; k++) {
      int j = 0;
      for (; j + 3 < columns; j += 4) {
        int o = gAt + k * gRow + j;
        float s0 = g[o];
        float s1 = g[o + 1];
        float s2 = g[o + 2];
        float s3 = g[o + 3];
        for (int r = 0; r < rows; r++) {
          float v = x[xAt + r * xRow + k];
          int i = dAt + r * dRow + j;
          s0 = Math.fma(v, d[i], s0);
          s1 = Math.fma(v, d[i + 1], s1);
          s2 = Math.fma(v, d[i + 2], s2);
          s3 = Math.fma(v, d[i + 3], s3);
        }
        g[o] = s0;
        g[o + 1] = s1;
        g[o + 2] = s2;
        g[o + 3] = s3;
      }
      for (; j < columns; j++) {
        float s = g[gAt + k * gRow + j];
        for (int r = 0; r < rows; r++) {
          s = Math.fma(x[xAt + r * xRow + k], d[dAt + r * dRow + j], s);
        }
        g[gAt + k * gRow + j] = s;
      }
    }
  }

  @Override
  public void addSums(Matrix d, int dColumn, int columns, float[] g, int gAt) {
    sums(d, dColumn, columns, g, gAt);
  }

  static void sums(Matrix d, int dColumn, int columns, float[] g, int gAt) {
    float[] ds = d.data();
    for (int r = 0; r < d.rows(); r++) {
      int at = d.offset(r) + dColumn;
      for (int j = 0; j < columns; j++) {
        g[gAt + j] += ds[at + j];
      }
    }
  }
}
