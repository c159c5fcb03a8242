package io.tidemill.evaluate;

/**
 * Evidence that the mean of a series is above 0, good at any time: the wealth of one who bets a
 * constant share of it on every value, and begins anew where it falls below 1. State {wealth}.
 *
 * <p>The e-detector of Shin, Ramdas and Rinaldo ("E-detectors: a nonparametric framework for
 * sequential change detection", 2024) in its cumulative-sum form: {@code w = max(1, w) (1 + stake
 * x)}. While every value's mean, given those before, is at most 0, it is as convinced once in no
 * fewer than {@code patience} values on average, whatever their distribution.
 *
 * @param stake share of the wealth that a value of -1 loses, in (0, 1)
 * @param patience above 1
 */
public record Evidence(double stake, double patience) {

  /** Doubles of state; 0 is a beginning. */
  public static final int SIZE = 1;

  public Evidence {
    if (!(stake > 0 && stake < 1) || !(patience > 1)) {
      throw new IllegalArgumentException(
          "stake is %s and patience %s: want 0 to 1, both excluded, and above 1"
              .formatted(stake, patience));
    }
  }

  /**
   * Adds a value.
   *
   * @param value at least -1
   * @return whether there is evidence enough
   */
  public boolean add(double value, double[] state, int offset) {
    state[offset] = Math.max(1, state[offset]) * (1 + stake * value);
    return state[offset] >= patience;
  }
}
