package io.tidemill.explain;

/**
 * (x - b) * the mean of df/dx on the way from b to x (Sundararajan, Taly and Yan 2017), by the
 * midpoint rule; the attributions add up to f(x) - f(b), but for the error of the rule.
 *
 * @param points on the way, at least 1
 */
public record IntegratedGradients(int points) implements Method {

  public IntegratedGradients {
    if (points < 1) {
      throw new IllegalArgumentException(
          "integrated-gradients.points is " + points + ": it must be at least 1");
    }
  }
}
