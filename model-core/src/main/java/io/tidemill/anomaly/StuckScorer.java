package io.tidemill.anomaly;

/**
 * How surprising a run of exactly equal readings is, in nats: {@code -ln} of the probability that a
 * run begins and goes on as long, as learned from the field's own past, less the logarithm of the
 * number of fields. The field whose run is oddest decides. Compare it with a {@link
 * SurpriseThreshold}.
 *
 * <p>Two probabilities are learned per field: that a reading repeats the one before it, and that a
 * run goes on once begun. A measured quantity hardly ever repeats, and fires after some 6 to 10
 * equal readings; counts, coarse steps and nights of zeros repeat in runs, and a run is odd only
 * where it is long among those. A run begun before {@code warmUp} readings is natural. Of a run
 * that was odd only 4 repeats are learned, twice as many each time it happens again: faults are not
 * taken for nature, nature is not taken for faults for ever. Missing readings neither end a run nor
 * lengthen it.
 *
 * @param targets fields judged per event
 * @param warmUp readings of a field before it is judged, in [10, 1e6]
 */
public record StuckScorer(int targets, int warmUp) implements AnomalyScorer {

  private static final int SIZE = 8;
  private static final int COUNT = 0; // readings, up to warmUp + 1
  private static final int LAST = 1;
  private static final int RUN = 2; // repeats so far; negative: begun before warmUp readings
  private static final int CHANCES = 3; // of a run to begin
  private static final int BEGUN = 4;
  private static final int STEPS = 5; // of past runs: chances to go on
  private static final int WENT_ON = 6;
  private static final int ODD_RUNS = 7; // of late

  /** Least probability of a repeat, whatever was learned: one repeat is at most 1.9 nats. */
  private static final double LEAST = 0.15;

  /** Repeats up to which no run is odd. */
  private static final int SHORT = 5;

  /** A run of more nats than this is learned in part only. */
  private static final double ODD = 8;

  /** Repeats learned of the first odd run. */
  private static final double LEARNED = 4;

  /** Repeats that the probability to begin weighs in the one to go on. */
  private static final double PRIOR = 16;

  /** Readings, and runs, over which probabilities forget. */
  private static final double READINGS = 2000;

  private static final double RUNS = 50;

  public StuckScorer {
    if (targets < 1) {
      throw new IllegalArgumentException(
          "stuck scorer has %d fields: want at least 1".formatted(targets));
    }
    if (warmUp < 10 || warmUp > 1_000_000) {
      throw new IllegalArgumentException(
          "warm-up of the stuck scorer is %d: want 10 to 1000000 readings".formatted(warmUp));
    }
  }

  /** Judges after 100 readings. */
  public StuckScorer(int targets) {
    this(targets, 100);
  }

  @Override
  public int stateSize() {
    return targets * SIZE;
  }

  /** Judges the next event; {@code expected} is not looked at. */
  @Override
  public double score(
      double[] observed, double[] expected, double[] state, int offset, double[] contributions) {
    double largest = 0;
    double sum = 0;
    int judged = 0;
    for (int i = 0; i < targets; i++) {
      int at = offset + i * SIZE;
      contributions[i] = 0;
      if (Math.abs(observed[i]) <= Double.MAX_VALUE) {
        learn(observed[i], state, at);
      }
      if (isJudged(observed[i], state, at)) {
        double surprise = surprise(state, at);
        surprise = surprise > 0 ? Math.max(0, surprise - Math.log(targets)) : 0;
        contributions[i] = surprise;
        sum += surprise;
        largest = Math.max(largest, surprise);
        judged++;
      }
    }
    for (int i = 0; i < targets; i++) {
      boolean even = sum == 0 && isJudged(observed[i], state, offset + i * SIZE);
      contributions[i] = even ? 1.0 / judged : sum > 0 ? contributions[i] / sum : 0;
    }
    return judged == 0 ? Double.NaN : largest;
  }

  private boolean isJudged(double reading, double[] state, int at) {
    return Math.abs(reading) <= Double.MAX_VALUE && state[at + COUNT] > warmUp;
  }

  private void learn(double reading, double[] state, int at) {
    double count = state[at + COUNT];
    double run = state[at + RUN];
    boolean repeats = count > 0 && reading == state[at + LAST];
    if (run == 0) {
      if (count > 0) {
        double kept = 1 - 1 / READINGS;
        state[at + CHANCES] = kept * state[at + CHANCES] + 1;
        state[at + BEGUN] = kept * state[at + BEGUN] + (repeats ? 1 : 0);
        state[at + ODD_RUNS] *= kept;
      }
      state[at + RUN] = repeats ? (count < warmUp ? -1 : 1) : 0;
    } else if (repeats) {
      state[at + RUN] = run + Math.signum(run);
    } else {
      learnRun(state, at);
      state[at + RUN] = 0;
    }
    state[at + COUNT] = Math.min(count + 1, warmUp + 1.0);
    state[at + LAST] = reading;
  }

  private static void learnRun(double[] state, int at) {
    double repeats = Math.abs(state[at + RUN]);
    if (surprise(state, at) > ODD) {
      repeats = Math.min(repeats, LEARNED * Math.pow(2, state[at + ODD_RUNS]));
      state[at + ODD_RUNS]++;
    }
    double kept = 1 - 1 / RUNS;
    state[at + STEPS] = kept * state[at + STEPS] + repeats;
    state[at + WENT_ON] = kept * state[at + WENT_ON] + repeats - 1;
  }

  /** Of the present run, in nats. */
  private static double surprise(double[] state, int at) {
    double repeats = state[at + RUN];
    if (repeats <= SHORT) {
      return 0;
    }
    // Laplace's rule for the beginning; going on is as likely as beginning until runs tell
    // otherwise.
    double begins = Math.max(LEAST, (state[at + BEGUN] + 1) / (state[at + CHANCES] + 2));
    double goesOn = (PRIOR * begins + state[at + WENT_ON]) / (PRIOR + state[at + STEPS]);
    return -Math.log(begins) - (repeats - 1) * Math.log(Math.max(LEAST, goesOn));
  }
}
