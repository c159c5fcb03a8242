package io.tidemill.optimizer;

import io.tidemill.layer.ParameterLayout;

/**
 * AdaGrad (Duchi, Hazan and Singer 2011) by ND4J: with n the sum of the squared gradients so far,
 * the step is rate * gradient / (sqrt(n) + epsilon).
 *
 * @param rate size of a step, above 0
 * @param epsilon keeps the quotient finite, above 0
 */
public record AdaGrad(double rate, double epsilon) implements Optimizer {

  public AdaGrad {
    Settings.requireRate("ada-grad", rate);
    Settings.requireEpsilon("ada-grad", epsilon);
  }

  /** With an epsilon of 1e-6. */
  public AdaGrad(double rate) {
    this(rate, 1e-6);
  }

  @Override
  public Updater updater(ParameterLayout layout) {
    return new Nd4jUpdater(new org.nd4j.linalg.learning.config.AdaGrad(rate, epsilon), layout);
  }
}
