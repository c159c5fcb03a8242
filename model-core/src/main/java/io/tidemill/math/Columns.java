package io.tidemill.math;

import java.util.Arrays;

/**
 * What looks at whole columns: normalisation over the rows of a batch, x, y, z and their gradients
 * all [rows, n]. Sums are added in the order of the rows, so the bits do not depend on the machine.
 * Free of allocation.
 */
public final class Columns {
  private static final double EPSILON = 1e-5;

  private Columns() {}

  /** 1 / sqrt(variance + 1e-5). */
  public static float scale(double variance) {
    return (float) (1 / Math.sqrt(variance + EPSILON));
  }

  /** The means of all columns, summed as distances from the first row, where floats are dense. */
  public static void means(Matrix x, float[] means, int at) {
    int n = x.columns();
    float[] xs = x.data();
    Arrays.fill(means, at, at + n, 0);
    for (int row = 1; row < x.rows(); row++) {
      int from = x.offset(row);
      for (int j = 0; j < n; j++) {
        means[at + j] += xs[from + j] - xs[j];
      }
    }
    for (int j = 0; j < n; j++) {
      means[at + j] = xs[j] + means[at + j] / x.rows();
    }
  }

  /** The mean squared distances of all columns from their means. */
  public static void variances(
      Matrix x, float[] means, int meansAt, float[] variances, int variancesAt) {
    int n = x.columns();
    Arrays.fill(variances, variancesAt, variancesAt + n, 0);
    for (int row = 0; row < x.rows(); row++) {
      int from = x.offset(row);
      for (int j = 0; j < n; j++) {
        float off = x.data()[from + j] - means[meansAt + j];
        variances[variancesAt + j] = Math.fma(off, off, variances[variancesAt + j]);
      }
    }
    for (int j = 0; j < n; j++) {
      variances[variancesAt + j] /= x.rows();
    }
  }

  /**
   * z = (x - mean) * scale and y = z * gain + bias, for every column.
   *
   * @param moments means, which begin at {@code at}, and then scales
   * @param affine gains, which begin at 0, and then biases
   */
  public static void normalize(
      Matrix x, float[] moments, int at, float[] affine, Matrix z, Matrix y) {
    int n = x.columns();
    for (int row = 0; row < x.rows(); row++) {
      int from = x.offset(row);
      for (int j = 0; j < n; j++) {
        float normal = (x.data()[from + j] - moments[at + j]) * moments[at + n + j];
        z.data()[from + j] = normal;
        y.data()[from + j] = Math.fma(normal, affine[j], affine[n + j]);
      }
    }
  }

  /** The sums of dy * z and of dy, which begin at {@code at} one after the other. */
  public static void gradients(Matrix z, Matrix dy, float[] sums, int at) {
    int n = dy.columns();
    Arrays.fill(sums, at, at + 2 * n, 0);
    for (int row = 0; row < dy.rows(); row++) {
      int from = dy.offset(row);
      for (int j = 0; j < n; j++) {
        float d = dy.data()[from + j];
        sums[at + j] = Math.fma(d, z.data()[from + j], sums[at + j]);
        sums[at + n + j] += d;
      }
    }
  }

  /**
   * dx = gain * scale * (dy - (sum of dy + z * sum of dy * z) * share), for every column.
   *
   * @param share 1 / rows; 0 where mean and scale do not depend on x
   */
  public static void normalizeBackward(
      Matrix z,
      Matrix dy,
      float[] gain,
      float[] scale,
      int scaleAt,
      float[] sums,
      int sumsAt,
      float share,
      Matrix dx) {
    int n = dy.columns();
    for (int row = 0; row < dy.rows(); row++) {
      int from = dy.offset(row);
      for (int j = 0; j < n; j++) {
        float pull = Math.fma(z.data()[from + j], sums[sumsAt + j], sums[sumsAt + n + j]);
        dx.data()[from + j] =
            gain[j] * scale[scaleAt + j] * Math.fma(-share, pull, dy.data()[from + j]);
      }
    }
  }
}
