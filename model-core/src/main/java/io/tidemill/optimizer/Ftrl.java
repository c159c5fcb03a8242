package io.tidemill.optimizer;

import io.tidemill.layer.ParameterLayout;

/**
 * Follow the regularised leader, proximal (McMahan et al. 2013, algorithm 1): for linear models
 * over many and rare features, most of whose weights stay exactly 0. With g the gradient, every
 * weight has
 *
 * <pre>
 * z += g - (sqrt(n + g^2) - sqrt(n)) / rate * w
 * n += g^2
 * w  = 0                                                               where |z| <= l1
 *    = (sign(z) l1 - z) / ((beta + sqrt(n)) / rate + l2)               elsewhere
 * </pre>
 *
 * <p>Weights follow from z and n alone, so what they were at first is forgotten with the first
 * step; a single dense layer starts from zeros anyway. Its rate falls by itself: it takes no
 * schedule.
 *
 * @param rate alpha of the paper: size of the first steps, above 0
 * @param beta makes the first steps smaller, at least 0
 * @param l1 what a weight must be worth not to be 0, at least 0
 * @param l2 pull towards 0, at least 0
 */
public record Ftrl(double rate, double beta, double l1, double l2) implements Optimizer {

  public Ftrl {
    Settings.requireRate("ftrl", rate);
    Settings.requireStrength("ftrl.beta", beta);
    Settings.requireStrength("ftrl.l1", l1);
    Settings.requireStrength("ftrl.l2", l2);
  }

  /** With the paper's beta 1, and no pull towards 0. */
  public Ftrl(double rate) {
    this(rate, 1, 0, 0);
  }

  @Override
  public Updater updater(ParameterLayout layout) {
    return new FtrlUpdater(this, layout.size());
  }

  @Override
  public boolean isScalable() {
    return false;
  }
}
