package io.tidemill.optimizer;

import io.tidemill.layer.ParameterLayout;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2): the step of {@link
 * Adam}, and apart from it every weight loses rate * decay of itself. A schedule scales both.
 * Biases, gains and the like are not decayed.
 *
 * @param rate size of a step, above 0
 * @param decay of the weights, at least 0
 * @param beta1 decay of the mean, in [0, 1)
 * @param beta2 decay of the mean square, in [0, 1)
 * @param epsilon keeps the quotient finite, above 0
 */
public record AdamW(double rate, double decay, double beta1, double beta2, double epsilon)
    implements Optimizer {

  public AdamW {
    Settings.requireRate("adam-w", rate);
    Settings.requireStrength("adam-w.decay", decay);
    Settings.requireDecay("adam-w.beta1", beta1);
    Settings.requireDecay("adam-w.beta2", beta2);
    Settings.requireEpsilon("adam-w", epsilon);
  }

  /** With the decays 0.9 and 0.999 and the epsilon 1e-8 of the paper on Adam. */
  public AdamW(double rate, double decay) {
    this(rate, decay, 0.9, 0.999, 1e-8);
  }

  /** With a decay of 0.01. */
  public AdamW(double rate) {
    this(rate, 0.01);
  }

  @Override
  public Updater updater(ParameterLayout layout) {
    return new Nd4jUpdater(
        new org.nd4j.linalg.learning.config.Adam(rate, beta1, beta2, epsilon),
        layout,
        rate * decay);
  }
}
