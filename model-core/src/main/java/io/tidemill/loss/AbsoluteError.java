package io.tidemill.loss;

import io.tidemill.math.Matrix;

/** |y - target|; its derivative is the sign, and 0 at 0. */
public record AbsoluteError() implements ErrorLoss {

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
      sum += w * Math.abs(e);
      dy.data()[i] = (float) (scale * w * Math.signum(e));
    }
    return sum;
  }
}
