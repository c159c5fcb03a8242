package io.tidemill.optimizer;

import io.tidemill.layer.ParameterLayout;

/**
 * AdaDelta (Zeiler 2012, algorithm 1) by ND4J: with v and d the running means of the squared
 * gradient and of the squared step before, the step is gradient * sqrt(d + epsilon) / sqrt(v +
 * epsilon). It needs no rate.
 *
 * @param decay of both means, in [0, 1)
 * @param epsilon keeps the quotient finite and the first steps above 0; above 0
 */
public record AdaDelta(double decay, double epsilon) implements Optimizer {

  public AdaDelta {
    Settings.requireDecay("ada-delta.decay", decay);
    Settings.requireEpsilon("ada-delta", epsilon);
  }

  /** With the paper's decay 0.95 and epsilon 1e-6. */
  public AdaDelta() {
    this(0.95, 1e-6);
  }

  @Override
  public Updater updater(ParameterLayout layout) {
    return new Nd4jUpdater(new org.nd4j.linalg.learning.config.AdaDelta(decay, epsilon), layout);
  }
}
