package io.tidemill.loss;

import io.tidemill.math.Matrix;

/**
 * Cross-entropy of classes from logits, -sum(t log(softmax(y))): one term a row, whose targets are
 * the classes' probabilities, one for each output. Its derivative is softmax(y) - t. Of classes
 * that are known for certain {@link SparseCrossEntropy} asks but their numbers.
 */
public record CategoricalCrossEntropy() implements Loss {

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
        double t = target.data()[i];
        mass += t;
        dot += t * y.data()[i];
      }
      sum += w * (mass * logSum - dot);
      for (int i = y.offset(row); i < end; i++) {
        double share = StrictMath.exp(y.data()[i] - logSum);
        dy.data()[i] = (float) (scale * w * (mass * share - target.data()[i]));
      }
    }
    return sum;
  }
}
