package io.tidemill.loss;

import io.tidemill.math.Matrix;

/**
 * Cross-entropy of classes from logits, -sum(t log(softmax(y))): one term a row, whose targets are
 * the classes' probabilities, one for each output. Its derivative is softmax(y) - t. Of classes
 * that are known for certain {@link SparseCrossEntropy} asks but their numbers.
 *
 * @param smoothing share s of an even choice in every row of targets, in [0, 1): of K classes, t
 *     becomes (1 - s) t + s / K (Szegedy et al. 2016, section 7)
 */
public record CategoricalCrossEntropy(double smoothing) implements Loss {

  public CategoricalCrossEntropy {
    Logits.requireSmoothing("categorical-cross-entropy", smoothing);
  }

  /** Of the targets as they are. */
  public CategoricalCrossEntropy() {
    this(0);
  }

  @Override
  public int targetSize(int outputSize) {
    return Logits.requireClasses("categorical-cross-entropy", outputSize);
  }

  @Override
  public int terms(int outputSize) {
    return 1;
  }

  @Override
  public double gradient(Matrix y, Matrix target, Matrix weight, double scale, Matrix dy) {
    double even = smoothing / y.columns();
    double sum = 0;
    for (int row = 0; row < y.rows(); row++) {
      double w = weight.data()[row];
      if (w == 0) {
        Logits.mask(dy, row);
        continue;
      }
      double logSum = Logits.logSum(y, row);
      double mass = 0;
      double dot = 0;
      int end = y.offset(row + 1);
      for (int i = y.offset(row); i < end; i++) {
        double t = (1 - smoothing) * target.data()[i] + even;
        mass += t;
        dot += t * y.data()[i];
      }
      sum += w * (mass * logSum - dot);
      for (int i = y.offset(row); i < end; i++) {
        double share = StrictMath.exp(y.data()[i] - logSum);
        double t = (1 - smoothing) * target.data()[i] + even;
        dy.data()[i] = (float) (scale * w * (mass * share - t));
      }
    }
    return sum;
  }
}
