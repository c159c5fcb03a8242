package io.tidemill.drift;

/**
 * Adds up how far values are beyond their mean so far, and looks for the sum to leave its extreme
 * (Page 1954, "Continuous inspection schemes"; Hinkley 1971), upwards and downwards.
 *
 * <p>Deviations are in standard deviations of the values so far, so that the unit of a loss does
 * not matter; one counts for at most {@value #MOST}, so that no single value is a change or spoils
 * the scale. Rises of less than {@code delta} are none; one of d deviations is found after about
 * threshold / (d - delta) values.
 *
 * @param threshold of the sum, in standard deviations, above 0
 * @param delta change that does not matter, in standard deviations, at least 0
 * @param least values before it says anything, 2 to 1e6
 */
public record PageHinkley(double threshold, double delta, int least) implements DriftDetector {
  private static final double MOST = 5;

  private static final int COUNT = 0;
  private static final int MEAN = 1;
  private static final int SQUARES = 2; // of deviations from the mean
  private static final int ABOVE = 3; // the sum over its lowest
  private static final int BELOW = 4; // the sum under its highest

  public PageHinkley {
    DriftDetector.requireBetween("page-hinkley.threshold", threshold, 0, Double.MAX_VALUE);
    if (!(delta >= 0 && delta < MOST)) {
      throw new IllegalArgumentException(
          "page-hinkley.delta is " + delta + ": must be 0 to below " + MOST);
    }
    DriftDetector.requireCount("page-hinkley.least", least, 2, 1_000_000);
  }

  /** Changes of more than a quarter of a deviation, after 100 values. */
  public PageHinkley(double threshold) {
    this(threshold, 0.25, 100);
  }

  /** With a threshold of 25: a false alarm in some 500,000 values of a normal distribution. */
  public PageHinkley() {
    this(25);
  }

  @Override
  public int stateSize() {
    return 5;
  }

  @Override
  public Signal update(double value, double[] state, int offset) {
    if (!Double.isFinite(value)) {
      return Signal.NONE;
    }
    double seen = state[offset + COUNT]++;
    double from = DriftDetector.bounded(value) - state[offset + MEAN];
    double deviation = seen > 1 ? Math.sqrt(state[offset + SQUARES] / (seen - 1)) : 0;
    if (seen >= least && deviation > 0) {
      from = Math.max(-MOST * deviation, Math.min(from, MOST * deviation));
    }
    double step = from / (seen + 1);
    state[offset + MEAN] += step;
    state[offset + SQUARES] += from * (from - step);
    if (seen < least) {
      return Signal.NONE;
    }
    double counted = deviation > 0 ? from / deviation : MOST * Math.signum(from);
    state[offset + ABOVE] = Math.max(0, state[offset + ABOVE] + counted - delta);
    state[offset + BELOW] = Math.max(0, state[offset + BELOW] - counted - delta);
    if (Math.max(state[offset + ABOVE], state[offset + BELOW]) <= threshold) {
      return Signal.NONE;
    }
    Signal signal = Signal.towards(state[offset + ABOVE] - state[offset + BELOW]);
    reset(state, offset);
    return signal;
  }
}
