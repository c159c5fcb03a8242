package io.tidemill.optimizer;

import io.tidemill.layer.ParameterLayout;

/**
 * AdaMax (Kingma and Ba 2015, section 7.1) by ND4J: with m the running mean of the gradient and u
 * the larger of |gradient| and beta2 times u before, the step at time t is
 *
 * <pre>
 * rate / (1 - beta1^t) * m / u
 * </pre>
 *
 * @param rate size of a step, above 0
 * @param beta1 decay of the mean, in [0, 1)
 * @param beta2 decay of the maximum, in [0, 1)
 * @param epsilon keeps the quotient finite, above 0
 */
public record AdaMax(double rate, double beta1, double beta2, double epsilon) implements Optimizer {

  public AdaMax {
    Settings.requireRate("ada-max", rate);
    Settings.requireDecay("ada-max.beta1", beta1);
    Settings.requireDecay("ada-max.beta2", beta2);
    Settings.requireEpsilon("ada-max", epsilon);
  }

  /** With the decays 0.9 and 0.999 and the epsilon 1e-8 of the paper on Adam. */
  public AdaMax(double rate) {
    this(rate, 0.9, 0.999, 1e-8);
  }

  @Override
  public Updater updater(ParameterLayout layout) {
    return new Nd4jUpdater(
        new org.nd4j.linalg.learning.config.AdaMax(rate, beta1, beta2, epsilon), layout);
  }
}
