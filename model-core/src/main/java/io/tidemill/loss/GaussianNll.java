package io.tidemill.loss;

import io.tidemill.math.Matrix;

/**
 * Negative log-likelihood of a normal distribution whose mean and variance are put out (Nix and
 * Weigend 1994): (s + (target - mean)^2 e^-s) / 2, without the constant log(2 pi) / 2. A target has
 * two outputs side by side, the mean and s, the logarithm of the variance.
 *
 * <p>Below a variance of 1e-6, e^-s goes on as its tangent, so that an overconfident network gets a
 * large gradient and not an infinite one.
 */
public record GaussianNll() implements Loss {
  private static final double FLOOR = StrictMath.log(1e-6);

  @Override
  public int targetSize(int outputSize) {
    if (outputSize % 2 != 0) {
      throw new IllegalArgumentException(
          "gaussian-nll of "
              + outputSize
              + " outputs: it needs two for each target, the mean and the logarithm of the variance");
    }
    return outputSize / 2;
  }

  @Override
  public double gradient(Matrix y, Matrix target, Matrix weight, double scale, Matrix dy) {
    int end = target.rows() * target.columns();
    double sum = 0;
    for (int i = 0; i < end; i++) {
      double w = weight.data()[i];
      int mean = 2 * i;
      int variance = mean + 1;
      if (w == 0) {
        dy.data()[mean] = 0;
        dy.data()[variance] = 0;
        continue;
      }
      double s = y.data()[variance];
      double slope = StrictMath.exp(-Math.max(s, FLOOR));
      double precision = s < FLOOR ? slope * (1 + FLOOR - s) : slope;
      double e = (double) y.data()[mean] - target.data()[i];
      sum += w * (s + e * e * precision) / 2;
      dy.data()[mean] = (float) (scale * w * e * precision);
      dy.data()[variance] = (float) (scale * w * (1 - e * e * slope) / 2);
    }
    return sum;
  }
}
