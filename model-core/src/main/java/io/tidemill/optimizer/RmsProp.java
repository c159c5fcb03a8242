package io.tidemill.optimizer;

import io.tidemill.layer.ParameterLayout;

/**
 * RMSProp (Tieleman and Hinton 2012) by ND4J: with v the running mean of the squared gradient, the
 * step is rate * gradient / (sqrt(v) + epsilon).
 *
 * @param rate size of a step, above 0
 * @param decay of the mean square, in [0, 1)
 * @param epsilon keeps the quotient finite, above 0
 */
public record RmsProp(double rate, double decay, double epsilon) implements Optimizer {

  public RmsProp {
    Settings.requireRate("rms-prop", rate);
    Settings.requireDecay("rms-prop.decay", decay);
    Settings.requireEpsilon("rms-prop", epsilon);
  }

  /** With a decay of 0.95 and an epsilon of 1e-8. */
  public RmsProp(double rate) {
    this(rate, 0.95, 1e-8);
  }

  @Override
  public Updater updater(ParameterLayout layout) {
    return new Nd4jUpdater(
        new org.nd4j.linalg.learning.config.RmsProp(rate, decay, epsilon), layout);
  }
}
