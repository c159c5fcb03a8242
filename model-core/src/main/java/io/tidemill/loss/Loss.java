package io.tidemill.loss;

import io.tidemill.math.Matrix;
import java.io.Serializable;

/**
 * The distance of outputs from targets. The loss of a batch is the weighted mean over its elements,
 * sum(weight * loss) / sum(weight), so its scale depends neither on the size of the batch nor on
 * how much of it is masked.
 */
public sealed interface Loss extends Serializable permits SquaredError, AbsoluteError, Huber {

  /**
   * Adds up the weighted losses of one step and writes their gradient.
   *
   * @param y outputs, [rows, outputSize]
   * @param target [rows, outputSize]; not looked at where the weight is 0
   * @param weight [rows, outputSize], at least 0
   * @param scale factor of the gradient: 1 / sum of the weights of the whole batch
   * @param dy scale * weight * derivative by y, overwritten
   * @return the sum of weight * loss
   */
  double gradient(Matrix y, Matrix target, Matrix weight, double scale, Matrix dy);
}
