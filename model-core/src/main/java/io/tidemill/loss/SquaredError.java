package io.tidemill.loss;

import io.tidemill.math.Matrix;

/** (y - target)^2, without a factor of 1/2; its derivative is 2 (y - target). */
public record SquaredError() implements ErrorLoss {

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
      double e = (double) y.data()[i] - target.data()[i];
      sum += w * e * e;
      dy.data()[i] = (float) (scale * w * 2 * e);
    }
    return sum;
  }
}
