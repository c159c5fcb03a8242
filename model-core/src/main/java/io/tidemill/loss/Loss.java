package io.tidemill.loss;

import io.tidemill.math.Matrix;
import java.io.Serializable;

/**
 * The distance of outputs from targets. A row of outputs and a row of targets make a number of
 * terms, each with a weight; the loss of a batch is the weighted mean over its terms, sum(weight *
 * loss) / sum(weight), so its scale depends neither on the size of the batch nor on how much of it
 * is masked.
 *
 * <p>Logarithms and exponentials are those of {@link StrictMath}: the same bits on every JVM.
 */
public sealed interface Loss extends Serializable
    permits ErrorLoss,
        BinaryCrossEntropy,
        CategoricalCrossEntropy,
        SparseCrossEntropy,
        KlDivergence,
        Quantile,
        GaussianNll,
        Poisson {

  /** Columns of the targets for so many outputs; refuses a number that does not fit. */
  default int targetSize(int outputSize) {
    return outputSize;
  }

  /** Terms a row, which are the columns of the weights; for most losses one a target. */
  default int terms(int outputSize) {
    return targetSize(outputSize);
  }

  /**
   * Adds up the weighted losses of one step and writes their gradient.
   *
   * @param y outputs, [rows, outputSize]
   * @param target [rows, targetSize]; not looked at where the weight is 0
   * @param weight [rows, terms], at least 0
   * @param scale factor of the gradient: 1 / sum of the weights of the whole batch
   * @param dy scale * weight * derivative by y, overwritten
   * @return the sum of weight * loss
   */
  double gradient(Matrix y, Matrix target, Matrix weight, double scale, Matrix dy);
}
