package io.tidemill.optimizer;

import java.io.Serializable;

/** How a gradient becomes a step of the weights; its state is the {@link Updater}'s. */
public sealed interface Optimizer extends Serializable permits Adam {

  /** The optimiser at work on a flat vector of so many parameters, with a state of zeros. */
  Updater updater(int parameters);
}
