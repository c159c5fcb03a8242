package io.tidemill.optimizer;

import io.tidemill.layer.ParameterLayout;
import io.tidemill.layer.ParameterLayout.Parameter;
import java.io.Serializable;

/**
 * A penalty on large weights, whose gradient is added to that of the loss after clipping. Biases,
 * gains and the like are not penalised, and the losses that are reported leave it out.
 */
public sealed interface Regularizer extends Serializable permits L1, L2 {

  /** Adds the penalty's derivatives by the weights [from, to). */
  void addGradient(float[] weights, float[] gradient, int from, int to);

  /** Adds the penalty's derivatives by all weights of a layout. */
  default void addGradient(ParameterLayout layout, float[] weights, float[] gradient) {
    int from = 0;
    for (Parameter parameter : layout.parameters()) {
      int to = from + parameter.size();
      if (parameter.isWeight()) {
        addGradient(weights, gradient, from, to);
      }
      from = to;
    }
  }
}
