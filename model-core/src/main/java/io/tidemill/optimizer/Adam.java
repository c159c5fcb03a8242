package io.tidemill.optimizer;

import io.tidemill.layer.ParameterLayout;

/**
 * Adam (Kingma and Ba 2015) by ND4J, in the form of the end of their section 2: with m and v the
 * running means of gradient and squared gradient, the step at time t is
 *
 * <pre>
 * rate * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + epsilon)
 * </pre>
 *
 * @param rate size of a step, above 0
 * @param beta1 decay of the mean, in [0, 1)
 * @param beta2 decay of the mean square, in [0, 1)
 * @param epsilon keeps the quotient finite, above 0
 */
public record Adam(double rate, double beta1, double beta2, double epsilon) implements Optimizer {

  public Adam {
    Settings.requireRate("adam", rate);
    Settings.requireDecay("adam.beta1", beta1);
    Settings.requireDecay("adam.beta2", beta2);
    Settings.requireEpsilon("adam", epsilon);
  }

  /** With the decays 0.9 and 0.999 and the epsilon 1e-8 of the paper on Adam. */
  public Adam(double rate) {
    this(rate, 0.9, 0.999, 1e-8);
  }

  @Override
  public Updater updater(ParameterLayout layout) {
    return new Nd4jUpdater(
        new org.nd4j.linalg.learning.config.Adam(rate, beta1, beta2, epsilon), layout);
  }
}
