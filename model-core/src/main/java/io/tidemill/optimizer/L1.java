package io.tidemill.optimizer;

/**
 * The penalty strength * sum(|w|) (Tibshirani 1996), with a derivative of 0 at 0.
 *
 * @param strength at least 0
 */
public record L1(double strength) implements Regularizer {

  public L1 {
    Settings.requireStrength("l1.strength", strength);
  }

  @Override
  public void addGradient(float[] weights, float[] gradient, int from, int to) {
    float by = (float) strength;
    for (int i = from; i < to; i++) {
      gradient[i] += by * Math.signum(weights[i]);
    }
  }
}
