package io.tidemill.optimizer;

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
    requireRange("rate", rate, rate > 0 && Double.isFinite(rate), "above 0, as 0.001");
    requireRange("beta1", beta1, beta1 >= 0 && beta1 < 1, "in [0, 1), as 0.9");
    requireRange("beta2", beta2, beta2 >= 0 && beta2 < 1, "in [0, 1), as 0.999");
    requireRange("epsilon", epsilon, epsilon > 0 && Double.isFinite(epsilon), "above 0, as 1e-8");
  }

  /** With the paper's decays 0.9 and 0.999 and its epsilon 1e-8. */
  public Adam(double rate) {
    this(rate, 0.9, 0.999, 1e-8);
  }

  @Override
  public Updater updater(int parameters) {
    return new Updater(
        new org.nd4j.linalg.learning.config.Adam(rate, beta1, beta2, epsilon), parameters);
  }

  private static void requireRange(String name, double value, boolean holds, String range) {
    if (!holds) {
      throw new IllegalArgumentException("adam." + name + " is " + value + ": it must be " + range);
    }
  }
}
