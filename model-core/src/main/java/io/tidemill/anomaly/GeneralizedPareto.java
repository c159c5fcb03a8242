package io.tidemill.anomaly;

/** Generalised Pareto distribution of excesses: P(X > x) = (1 + shape * x / scale)^(-1 / shape). */
final class GeneralizedPareto {

  /** Shapes outside these are not told from them by moments. */
  static final double LIGHTEST = -0.5;

  static final double HEAVIEST = 0.45;

  private GeneralizedPareto() {}

  /** Shape by the method of moments, 1/2 (1 - mean^2 / variance), within [LIGHTEST, HEAVIEST]. */
  static double shape(double mean, double variance) {
    return Math.max(LIGHTEST, Math.min(HEAVIEST, 0.5 * (1 - mean * mean / variance)));
  }

  /** The excess that is exceeded with probability {@code tail}, in (0, 1]. */
  static double quantile(double tail, double shape, double scale) {
    double logarithm = -Math.log(tail);
    return Math.abs(shape) < 1e-9
        ? scale * logarithm
        : scale * Math.expm1(shape * logarithm) / shape;
  }
}
