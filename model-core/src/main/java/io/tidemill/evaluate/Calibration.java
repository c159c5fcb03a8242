package io.tidemill.evaluate;

/**
 * Whether what is said to be likely is as often so: probabilities of something that came true or
 * not, in bins of equal width. Mutable; confined to one thread.
 */
public final class Calibration {
  private final long[] counts;
  private final double[] said;
  private final double[] came;
  private long examples;
  private double logLoss;
  private double squares;

  /** Nothing counted yet, in at least 1 bin; 10 or 15 are usual. */
  public Calibration(int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException(bins + " bins: want at least 1");
    }
    counts = new long[bins];
    said = new double[bins];
    came = new double[bins];
  }

  /** Counts one example, of a probability in [0, 1]. */
  public void add(double probability, boolean cameTrue) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "a probability is " + probability + ": it must be in [0, 1]");
    }
    int bin = Math.min((int) (probability * counts.length), counts.length - 1);
    double truth = cameTrue ? 1 : 0;
    counts[bin]++;
    said[bin] += probability;
    came[bin] += truth;
    examples++;
    logLoss += LogLoss.of(cameTrue ? probability : 1 - probability);
    squares += (probability - truth) * (probability - truth);
  }

  /** Mean of -log(probability of what happened), with probabilities of at least 1e-15. */
  public double logLoss() {
    return logLoss / examples;
  }

  /** Brier's (1950) score for one event: the mean square of probability - truth. */
  public double brier() {
    return squares / examples;
  }

  /**
   * The expected calibration error (Naeini, Cooper and Hauskrecht 2015): the mean over the examples
   * of |mean probability - share that came true| of their bin, in [0, 1].
   */
  public double expectedError() {
    double sum = 0;
    for (int bin = 0; bin < counts.length; bin++) {
      sum += Math.abs(said[bin] - came[bin]);
    }
    return sum / examples;
  }

  /** Examples in a bin. */
  public long count(int bin) {
    return counts[bin];
  }

  /** Mean probability in a bin; NaN without examples. */
  public double said(int bin) {
    return said[bin] / counts[bin];
  }

  /** Share of a bin's examples that came true; NaN without examples. */
  public double came(int bin) {
    return came[bin] / counts[bin];
  }
}
