package io.tidemill.optimizer;

/**
 * The penalty strength / 2 * sum(w^2) (Hoerl and Kennard 1970).
 *
 * @param strength at least 0
 */
public record L2(double strength) implements Regularizer {

  public L2 {
    Settings.requireStrength("l2.strength", strength);
  }

  @Override
  public void addGradient(float[] weights, float[] gradient, int from, int to) {
    float by = (float) strength;
    for (int i = from; i < to; i++) {
      gradient[i] += by * weights[i];
    }
  }
}
