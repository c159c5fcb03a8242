package io.tidemill.optimizer;

import io.tidemill.layer.ParameterLayout;

/**
 * Stochastic gradient descent (Robbins and Monro 1951) by ND4J: the step is rate * gradient.
 *
 * @param rate size of a step, above 0
 */
public record Sgd(double rate) implements Optimizer {

  public Sgd {
    Settings.requireRate("sgd", rate);
  }

  @Override
  public Updater updater(ParameterLayout layout) {
    return new Nd4jUpdater(new org.nd4j.linalg.learning.config.Sgd(rate), layout);
  }
}
