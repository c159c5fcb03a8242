package io.tidemill.optimizer;

import io.tidemill.layer.ParameterLayout;

/**
 * AMSGrad (Reddi, Kale and Kumar 2018) by ND4J: {@link Adam} whose v in the quotient is the largest
 * that it has been.
 *
 * @param rate size of a step, above 0
 * @param beta1 decay of the mean, in [0, 1)
 * @param beta2 decay of the mean square, in [0, 1)
 * @param epsilon keeps the quotient finite, above 0
 */
public record AmsGrad(double rate, double beta1, double beta2, double epsilon)
    implements Optimizer {

  public AmsGrad {
    Settings.requireRate("ams-grad", rate);
    Settings.requireDecay("ams-grad.beta1", beta1);
    Settings.requireDecay("ams-grad.beta2", beta2);
    Settings.requireEpsilon("ams-grad", epsilon);
  }

  /** With the decays 0.9 and 0.999 and the epsilon 1e-8 of the paper on Adam. */
  public AmsGrad(double rate) {
    this(rate, 0.9, 0.999, 1e-8);
  }

  @Override
  public Updater updater(ParameterLayout layout) {
    return new Nd4jUpdater(
        new org.nd4j.linalg.learning.config.AMSGrad(rate, beta1, beta2, epsilon), layout);
  }
}
