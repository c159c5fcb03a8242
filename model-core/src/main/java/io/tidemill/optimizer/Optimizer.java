package io.tidemill.optimizer;

import io.tidemill.layer.ParameterLayout;
import java.io.Serializable;

/**
 * How a gradient becomes a step of the weights; its state is the {@link Updater}'s.
 *
 * <p>A new optimiser is a record and its name in {@code permits}: the pipeline file finds it there,
 * and so does the contract test.
 */
public sealed interface Optimizer extends Serializable
    permits Sgd, Nesterovs, RmsProp, Adam, AdamW, AdaGrad, AdaDelta, AdaMax, AmsGrad, Nadam, Ftrl {

  /** The optimiser at work on a flat vector of these parameters, with a state of zeros. */
  Updater updater(ParameterLayout layout);

  /** Whether its steps may be scaled by a schedule. */
  default boolean isScalable() {
    return true;
  }
}
