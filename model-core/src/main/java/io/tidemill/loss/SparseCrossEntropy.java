package io.tidemill.loss;

import io.tidemill.math.Matrix;

/**
 * Cross-entropy of classes from logits, -log(softmax(y)[t]): one term a row, whose target is the
 * number of its class, 0 to outputSize - 1. Its derivative is softmax(y), less 1 at t.
 *
 * @param smoothing as that of {@link CategoricalCrossEntropy}
 */
public record SparseCrossEntropy(double smoothing) implements Loss {

  public SparseCrossEntropy {
    Logits.requireSmoothing("sparse-cross-entropy", smoothing);
  }

  /** Of the classes as they are. */
  public SparseCrossEntropy() {
    this(0);
  }

  @Override
  public int targetSize(int outputSize) {
    Logits.requireClasses("sparse-cross-entropy", outputSize);
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
      int label = y.offset(row) + label(target.data()[row], y.columns(), row);
      double logSum = Logits.logSum(y, row);
      double dot = (1 - smoothing) * y.data()[label];
      for (int i = y.offset(row); i < y.offset(row + 1); i++) {
        double share = StrictMath.exp(y.data()[i] - logSum);
        double t = i == label ? 1 - smoothing + even : even;
        dot += even * y.data()[i];
        dy.data()[i] = (float) (scale * w * (share - t));
      }
      sum += w * (logSum - dot);
    }
    return sum;
  }

  private static int label(float target, int classes, int row) {
    int label = (int) target;
    if (label != target || label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          "row "
              + row
              + " is of class "
              + target
              + ": want a whole number from 0 to "
              + (classes - 1));
    }
    return label;
  }
}
