package io.tidemill.loss;

import io.tidemill.math.Matrix;

/**
 * Negative log-likelihood of a Poisson distribution, e^y - target y, without the constant
 * log(target!): y is the logarithm of the rate, the target a count. Its derivative is e^y - target.
 *
 * <p>Beyond a rate of e^30, e^y goes on as its tangent, so that nothing overflows.
 */
public record Poisson() implements Loss {
  private static final double CEILING = 30;

  @Override
  public double gradient(Matrix y, Matrix target, Matrix weight, double scale, Matrix dy) {
    int end = y.rows() * y.columns();
    double sum = 0;
    for (int i = 0; i < end; i++) {
      double w = weight.data()[i];
      if (w == 0) {
        dy.data()[i] = 0;
        continue;
      }
      double log = y.data()[i];
      double t = target.data()[i];
      double slope = StrictMath.exp(Math.min(log, CEILING));
      double rate = log > CEILING ? slope * (1 + log - CEILING) : slope;
      sum += w * (rate - t * log);
      dy.data()[i] = (float) (scale * w * (slope - t));
    }
    return sum;
  }
}
