package io.tidemill.math;

/**
 * What looks at whole rows: softmax and normalisation. Sums are in eight parts, over j mod 8, which
 * end as ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)), so the bits do not depend on the
 * machine. Free of allocation.
 */
public final class Rows {
  private static final float EPSILON = 1e-5f;

  private Rows() {}

  /** y = y + x; both are [rows, n]. */
  public static void add(Matrix x, Matrix y) {
    int n = x.rows() * x.columns();
    for (int i = 0; i < n; i++) {
      y.data()[i] += x.data()[i];
    }
  }

  /** Copies n floats of each of so many rows, which begin at a place and follow at a stride. */
  public static void copy(
      int rows,
      int n,
      float[] from,
      int fromAt,
      int fromStride,
      float[] to,
      int toAt,
      int toStride) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(from, fromAt + row * fromStride, to, toAt + row * toStride, n);
    }
  }

  /** y = e^(x - max) / sum of e^(x - max), for every row; x and y are [rows, n]. */
  public static void softmax(Matrix x, Matrix y) {
    int n = x.columns();
    float[] xs = x.data();
    float[] ys = y.data();
    for (int row = 0; row < x.rows(); row++) {
      int from = x.offset(row);
      float max = xs[from];
      for (int j = 1; j < n; j++) {
        max = Math.max(max, xs[from + j]);
      }
      for (int j = 0; j < n; j++) {
        ys[from + j] = xs[from + j] - max;
      }
    }
    KernelChoice.FUNCTIONS.exp(x.rows() * n, ys, 0, ys, 0);
    for (int row = 0; row < x.rows(); row++) {
      int from = y.offset(row);
      float scale = 1 / sum(n, ys, from);
      for (int j = 0; j < n; j++) {
        ys[from + j] *= scale;
      }
    }
  }

  /** dx = y (dy - y . dy), for every row. */
  public static void softmaxBackward(Matrix y, Matrix dy, Matrix dx) {
    int n = y.columns();
    float[] ys = y.data();
    float[] dys = dy.data();
    float[] dxs = dx.data();
    for (int row = 0; row < y.rows(); row++) {
      int from = y.offset(row);
      float dot = dot(n, ys, from, dys, from);
      for (int j = 0; j < n; j++) {
        dxs[from + j] = ys[from + j] * (dys[from + j] - dot);
      }
    }
  }

  /**
   * y = gain * z + bias with z = (x - mean) / sqrt(variance + 1e-5), for every row.
   *
   * @param trace [rows, n + 1], becomes z and the factor of x - mean
   */
  public static void normalize(
      Matrix x, float[] gain, int gainAt, float[] bias, int biasAt, Matrix y, Matrix trace) {
    int n = x.columns();
    float[] xs = x.data();
    float[] ys = y.data();
    float[] zs = trace.data();
    for (int row = 0; row < x.rows(); row++) {
      int from = x.offset(row);
      int to = trace.offset(row);
      float mean = sum(n, xs, from) / n;
      for (int j = 0; j < n; j++) {
        zs[to + j] = xs[from + j] - mean;
      }
      float factor = 1 / (float) Math.sqrt(dot(n, zs, to, zs, to) / n + EPSILON);
      zs[to + n] = factor;
      for (int j = 0; j < n; j++) {
        float z = zs[to + j] * factor;
        zs[to + j] = z;
        ys[from + j] = Math.fma(gain[gainAt + j], z, bias[biasAt + j]);
      }
    }
  }

  /**
   * The gradient of {@link #normalize}, but for that of the bias.
   *
   * @param dGain [n], added to
   * @param dx overwritten
   */
  public static void normalizeBackward(
      float[] gain, int gainAt, Matrix trace, Matrix dy, float[] dGain, int dGainAt, Matrix dx) {
    int n = dy.columns();
    float[] zs = trace.data();
    float[] dys = dy.data();
    float[] dxs = dx.data();
    for (int row = 0; row < dy.rows(); row++) {
      int at = dy.offset(row);
      int z = trace.offset(row);
      for (int j = 0; j < n; j++) {
        dGain[dGainAt + j] = Math.fma(dys[at + j], zs[z + j], dGain[dGainAt + j]);
        dxs[at + j] = dys[at + j] * gain[gainAt + j];
      }
      float mean = sum(n, dxs, at) / n;
      float slope = dot(n, dxs, at, zs, z) / n;
      float factor = zs[z + n];
      for (int j = 0; j < n; j++) {
        dxs[at + j] = factor * (dxs[at + j] - mean - zs[z + j] * slope);
      }
    }
  }

  private static float sum(int n, float[] x, int at) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int j = at;
    int end = at + n;
    for (; j + 7 < end; j += 8) {
      s0 += x[j];
      s1 += x[j + 1];
      s2 += x[j + 2];
      s3 += x[j + 3];
      s4 += x[j + 4];
      s5 += x[j + 5];
      s6 += x[j + 6];
      s7 += x[j + 7];
    }
    s0 += j < end ? x[j] : 0;
    s1 += j + 1 < end ? x[j + 1] : 0;
    s2 += j + 2 < end ? x[j + 2] : 0;
    s3 += j + 3 < end ? x[j + 3] : 0;
    s4 += j + 4 < end ? x[j + 4] : 0;
    s5 += j + 5 < end ? x[j + 5] : 0;
    s6 += j + 6 < end ? x[j + 6] : 0;
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }

  private static float dot(int n, float[] x, int xAt, float[] y, int yAt) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = xAt;
    int j = yAt;
    int end = xAt + n;
    for (; i + 7 < end; i += 8, j += 8) {
      s0 = Math.fma(x[i], y[j], s0);
      s1 = Math.fma(x[i + 1], y[j + 1], s1);
      s2 = Math.fma(x[i + 2], y[j + 2], s2);
      s3 = Math.fma(x[i + 3], y[j + 3], s3);
      s4 = Math.fma(x[i + 4], y[j + 4], s4);
      s5 = Math.fma(x[i + 5], y[j + 5], s5);
      s6 = Math.fma(x[i + 6], y[j + 6], s6);
      s7 = Math.fma(x[i + 7], y[j + 7], s7);
    }
    s0 = i < end ? Math.fma(x[i], y[j], s0) : s0;
    s1 = i + 1 < end ? Math.fma(x[i + 1], y[j + 1], s1) : s1;
    s2 = i + 2 < end ? Math.fma(x[i + 2], y[j + 2], s2) : s2;
    s3 = i + 3 < end ? Math.fma(x[i + 3], y[j + 3], s3) : s3;
    s4 = i + 4 < end ? Math.fma(x[i + 4], y[j + 4], s4) : s4;
    s5 = i + 5 < end ? Math.fma(x[i + 5], y[j + 5], s5) : s5;
    s6 = i + 6 < end ? Math.fma(x[i + 6], y[j + 6], s6) : s6;
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }
}
