package io.tidemill.loss;

import io.tidemill.math.Matrix;

/** Huber (1964): e^2 / 2 up to |e| = delta, and delta (|e| - delta / 2) beyond; e = y - target. */
public record Huber(double delta) implements ErrorLoss {

  public Huber {
    if (!(delta > 0) || !Double.isFinite(delta)) {
      throw new IllegalArgumentException(
          "huber.delta is " + delta + ": it must be above 0, as 1.0");
    }
  }

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
      double inside = Math.max(-delta, Math.min(delta, e));
      sum += w * inside * (e - inside / 2);
      dy.data()[i] = (float) (scale * w * inside);
    }
    return sum;
  }
}
