package io.tidemill.loss;

import io.tidemill.math.Matrix;

/**
 * Binary cross-entropy from logits, -t log(p) - (1 - t) log(1 - p) with p = sigmoid(y), for every
 * output; targets are probabilities. Written as max(y, 0) - t y + log(1 + e^-|y|), which neither
 * overflows nor cancels; its derivative is p - t.
 *
 * @param smoothing share s of a half in every target, in [0, 1): t becomes (1 - s) t + s / 2
 */
public record BinaryCrossEntropy(double smoothing) implements Loss {

  public BinaryCrossEntropy {
    Logits.requireSmoothing("binary-cross-entropy", smoothing);
  }

  /** Of the targets as they are. */
  public BinaryCrossEntropy() {
    this(0);
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
      double logit = y.data()[i];
      double t = (1 - smoothing) * target.data()[i] + smoothing / 2;
      double tail = StrictMath.exp(-Math.abs(logit));
      double p = (logit >= 0 ? 1 : tail) / (1 + tail);
      sum += w * (Math.max(logit, 0) - t * logit + StrictMath.log1p(tail));
      dy.data()[i] = (float) (scale * w * (p - t));
    }
    return sum;
  }
}
