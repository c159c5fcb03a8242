package io.tidemill.evaluate;

/** -log of a probability, never infinite. */
final class LogLoss {
  private static final double LEAST = 1e-15;

  private LogLoss() {}

  /** -log(p), with p of at least 1e-15. */
  static double of(double probability) {
    return -StrictMath.log(Math.max(probability, LEAST));
  }
}
