package io.tidemill.math;

/**
 * What looks at whole columns: normalisation over the rows of a batch. Sums are doubles, added in
 * the order of the rows. Free of allocation.
 */
public final class Columns {
  private static final double EPSILON = 1e-5;

  private Columns() {}

  /** 1 / sqrt(variance + 1e-5). */
  public static float scale(double variance) {
    return (float) (1 / Math.sqrt(variance + EPSILON));
  }

  /** The mean of a column over the rows in use. */
  public static double mean(Matrix x, int column) {
    double sum = 0;
    for (int i = column, end = x.offset(x.rows()); i < end; i += x.columns()) {
      sum += x.data()[i];
    }
    return sum / x.rows();
  }

  /** The mean squared distance of a column from its mean. */
  public static double variance(Matrix x, int column, double mean) {
    double sum = 0;
    for (int i = column, end = x.offset(x.rows()); i < end; i += x.columns()) {
      double off = x.data()[i] - mean;
      sum += off * off;
    }
    return sum / x.rows();
  }

  /**
   * z = (x - mean) * scale and y = z * gain + bias of one column.
   *
   * @param z [rows, at least the columns of x]
   */
  public static void normalize(
      Matrix x, int column, float mean, float scale, float gain, float bias, Matrix z, Matrix y) {
    for (int row = 0; row < x.rows(); row++) {
      int i = x.offset(row) + column;
      float normal = (x.data()[i] - mean) * scale;
      z.data()[z.offset(row) + column] = normal;
      y.data()[i] = Math.fma(normal, gain, bias);
    }
  }

  /** The sum over the rows of a column of a times that of b, which may be wider. */
  public static double dot(Matrix a, Matrix b, int column) {
    double sum = 0;
    for (int row = 0; row < a.rows(); row++) {
      sum += (double) a.data()[a.offset(row) + column] * b.data()[b.offset(row) + column];
    }
    return sum;
  }

  /** dx = factor * (dy - meanDy - z * meanDyZ) of one column. */
  public static void normalizeBackward(
      Matrix z, Matrix dy, int column, float factor, double meanDy, double meanDyZ, Matrix dx) {
    for (int row = 0; row < dy.rows(); row++) {
      int i = dy.offset(row) + column;
      double off = dy.data()[i] - meanDy - z.data()[z.offset(row) + column] * meanDyZ;
      dx.data()[i] = (float) (factor * off);
    }
  }
}
