package io.tidemill.optimizer;

import io.tidemill.layer.ParameterLayout;

/**
 * Adam with Nesterov's momentum (Dozat 2016) by ND4J: with m and v the running means of gradient
 * and squared gradient, the step at time t is
 *
 * <pre>
 * rate * (beta1 * m + (1 - beta1) * gradient) / (1 - beta1^t) / (sqrt(v) + epsilon)
 * </pre>
 *
 * <p>ND4J leaves out the paper's division of v by 1 - beta2^t: at first steps are up to 1 / sqrt(1
 * - beta2) times as long, so begin with a warm-up or a smaller rate.
 *
 * @param rate size of a step, above 0
 * @param beta1 decay of the mean, in [0, 1)
 * @param beta2 decay of the mean square, in [0, 1)
 * @param epsilon keeps the quotient finite, above 0
 */
public record Nadam(double rate, double beta1, double beta2, double epsilon) implements Optimizer {

  public Nadam {
    Settings.requireRate("nadam", rate);
    Settings.requireDecay("nadam.beta1", beta1);
    Settings.requireDecay("nadam.beta2", beta2);
    Settings.requireEpsilon("nadam", epsilon);
  }

  /** With the decays 0.9 and 0.999 and the epsilon 1e-8 of the paper on Adam. */
  public Nadam(double rate) {
    this(rate, 0.9, 0.999, 1e-8);
  }

  @Override
  public Updater updater(ParameterLayout layout) {
    return new Nd4jUpdater(
        new org.nd4j.linalg.learning.config.Nadam(rate, beta1, beta2, epsilon), layout);
  }
}
