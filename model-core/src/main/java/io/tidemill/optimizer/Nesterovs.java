package io.tidemill.optimizer;

import io.tidemill.layer.ParameterLayout;

/**
 * Nesterov's accelerated gradient (1983) by ND4J, as Sutskever et al. (2013) and PyTorch have it:
 * with b the gradient plus momentum times b before, the step is rate * (gradient + momentum * b).
 *
 * @param rate size of a step, above 0
 * @param momentum in [0, 1)
 */
public record Nesterovs(double rate, double momentum) implements Optimizer {

  public Nesterovs {
    Settings.requireRate("nesterovs", rate);
    Settings.requireDecay("nesterovs.momentum", momentum);
  }

  /** With a momentum of 0.9. */
  public Nesterovs(double rate) {
    this(rate, 0.9);
  }

  @Override
  public Updater updater(ParameterLayout layout) {
    return new Nd4jUpdater(new org.nd4j.linalg.learning.config.Nesterovs(rate, momentum), layout);
  }
}
