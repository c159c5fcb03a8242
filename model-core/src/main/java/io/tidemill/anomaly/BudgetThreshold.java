package io.tidemill.anomaly;

/**
 * Keeps to a budget of false alarms by learning how the key's scores are distributed far out: the
 * score that one event exceeds with probability {@code tail} = alarms * mean interval between
 * events / period.
 *
 * <p>Peaks over threshold (Siffer et al., KDD 2017, SPOT), streaming: a running high quantile u; of
 * the peaks above it, the moments of their excesses, to which a generalised Pareto distribution is
 * fitted (Hosking and Wallis, Technometrics 29(3), 1987); its quantile at the tail is the
 * threshold. What a single key's stream needs beside that:
 *
 * <ul>
 *   <li>Heavy tails: excesses are taken of ln(1 + score), where power laws are exponential.
 *   <li>Little data: the shape is drawn to {@value #PRIOR_SHAPE} with the weight of {@value #PRIOR}
 *       peaks, and 1 / peaks is added to it, which makes an exponential quantile the predictive one
 *       of a scale that is only estimated.
 *   <li>Bursts: scores above u that follow each other within {@value #APART} events are one peak,
 *       the largest of them (runs declustering; Coles 2001, section 5.3), so it is separate alarms
 *       that are budgeted, and a burst is not taken for many.
 *   <li>Faults: a score above the threshold counts as the threshold, a burst moves u by its first
 *       {@value #MOVING} scores only, and one that goes on and on is no peak at all.
 * </ul>
 *
 * <p>A budget of more than one alarm in 40 events needs no tail: u itself moves to its share.
 * Scores below 0 count as 0.
 *
 * @param alarms false alarms granted per key and period
 * @param periodMs event time, milliseconds
 * @param warmUp scores before the first threshold, in [100, 1e6]
 */
public record BudgetThreshold(double alarms, long periodMs, int warmUp) implements Threshold {

  private static final int COUNT = EventPace.SIZE;
  private static final int MEAN = COUNT + 1;
  private static final int VARIANCE = COUNT + 2;
  private static final int HIGH = COUNT + 3; // u
  private static final int BURST = COUNT + 4; // events since the open burst began; 0: none is open
  private static final int ABOVE = COUNT + 5; // of these, above u
  private static final int GAP = COUNT + 6; // events since the last one above u
  private static final int LARGEST = COUNT + 7; // excess of the open burst
  private static final int TRIALS = COUNT + 8; // scores looked at; this and the next three forget
  private static final int PEAKS = COUNT + 9;
  private static final int SUM = COUNT + 10;
  private static final int SQUARES = COUNT + 11;
  private static final int LEVEL = COUNT + 12; // ln(1 + threshold); 0: none yet
  private static final int SIZE = COUNT + 13;

  /** Share of scores above u. */
  private static final double SHARE = 0.05;

  /** A budget of more alarms per event is kept by u itself, moved to its share. */
  private static final double GENEROUS = 0.025;

  /** Scores until u is near its place. */
  private static final int SETTLING = 50;

  /** Scores over which u moves. */
  private static final double PACE = 2000;

  /** Scores over which the moments of all scores forget. */
  private static final double BULK = 1000;

  /** Scores over which the moments of the peaks forget. */
  private static final double MEMORY = 10_000;

  /** Events below u that end a burst. */
  private static final int APART = 10;

  /**
   * Events after which a burst begins anew; it is no peak if more than half of them were above u.
   */
  private static final int LONGEST = 50;

  /** Scores of one burst that move u. */
  private static final int MOVING = 10;

  /** Shape expected of excesses before any are seen: that of a light tail not far out yet. */
  private static final double PRIOR_SHAPE = -0.1;

  /** Peaks that the prior shape weighs. */
  private static final double PRIOR = 100;

  /** Peaks without which nothing is said. */
  private static final double FEWEST = 5;

  public BudgetThreshold {
    EventPace.check(alarms, periodMs);
    if (warmUp < 2 * SETTLING || warmUp > 1_000_000) {
      throw new IllegalArgumentException(
          "warm-up of the budget threshold is %d: want %d to 1000000 scores"
              .formatted(warmUp, 2 * SETTLING));
    }
  }

  /** Speaks after 200 scores. */
  public BudgetThreshold(double alarms, long periodMs) {
    this(alarms, periodMs, 200);
  }

  @Override
  public int stateSize() {
    return SIZE;
  }

  @Override
  public double threshold(double[] state, int offset) {
    double level = state[offset + LEVEL];
    return level > 0 ? Math.expm1(level) : Double.POSITIVE_INFINITY;
  }

  @Override
  public void update(double score, long time, double[] state, int offset) {
    EventPace.update(time, state, offset);
    if (Double.isNaN(score)) {
      return;
    }
    double level = Math.log1p(Math.max(0, Math.min(score, Double.MAX_VALUE)));
    double known = state[offset + LEVEL];
    double bounded = known > 0 ? Math.min(level, known) : level;
    double tail = EventPace.tail(alarms, periodMs, state, offset);
    boolean generous = tail > GENEROUS;
    state[offset + COUNT]++;
    if (state[offset + COUNT] > SETTLING) {
      boolean above = level > state[offset + HIGH];
      if (!generous) {
        learnPeak(above, bounded, state, offset);
      }
      moveHigh(above, generous ? tail : SHARE, state, offset);
    }
    learnBulk(bounded, state, offset);
    if (state[offset + COUNT] >= warmUp && generous) {
      state[offset + LEVEL] = state[offset + HIGH];
    } else if (state[offset + COUNT] >= warmUp && state[offset + PEAKS] >= FEWEST && tail > 0) {
      state[offset + LEVEL] = level(tail, state, offset);
    }
  }

  /** Mean and variance of all scores: u starts from them and its steps are measured by them. */
  private static void learnBulk(double level, double[] state, int offset) {
    double count = state[offset + COUNT];
    double weight = 1 / Math.min(count, BULK);
    double distance = level - state[offset + MEAN];
    if (count > 20) {
      double reach = 4 * Math.sqrt(state[offset + VARIANCE]);
      distance = Math.max(-reach, Math.min(reach, distance));
    }
    double step = weight * distance;
    state[offset + MEAN] += step;
    state[offset + VARIANCE] = (1 - weight) * (state[offset + VARIANCE] + step * distance);
    if (count <= SETTLING) {
      state[offset + HIGH] = state[offset + MEAN] + 1.5 * Math.sqrt(state[offset + VARIANCE]);
    }
  }

  private static void learnPeak(boolean above, double level, double[] state, int offset) {
    double excess = level - state[offset + HIGH];
    state[offset + ABOVE] += above ? 1 : 0;
    state[offset + GAP] = above ? 0 : state[offset + GAP] + 1;
    state[offset + LARGEST] = Math.max(state[offset + LARGEST], excess);
    if (above || state[offset + BURST] > 0) {
      state[offset + BURST]++;
    }
    boolean ends =
        state[offset + BURST] > 0
            && (state[offset + GAP] >= APART || state[offset + BURST] >= LONGEST);
    boolean counts = ends && state[offset + ABOVE] <= LONGEST / 2;
    double peak = counts ? state[offset + LARGEST] : 0;
    double kept = 1 - 1 / MEMORY;
    state[offset + TRIALS] = kept * state[offset + TRIALS] + 1;
    state[offset + PEAKS] = kept * state[offset + PEAKS] + (counts ? 1 : 0);
    state[offset + SUM] = kept * state[offset + SUM] + peak;
    state[offset + SQUARES] = kept * state[offset + SQUARES] + peak * peak;
    if (ends) {
      state[offset + BURST] = 0;
      state[offset + ABOVE] = 0;
      state[offset + LARGEST] = 0;
    }
  }

  /** A step of Robbins and Monro's towards the quantile that {@code share} of the scores exceed. */
  private static void moveHigh(boolean above, double share, double[] state, int offset) {
    if (above && state[offset + ABOVE] >= MOVING) {
      return;
    }
    double pace = 0.75 / Math.min(state[offset + COUNT], PACE) / share;
    double towards = above ? 1 - share : -share;
    state[offset + HIGH] += pace * towards * Math.sqrt(state[offset + VARIANCE]);
  }

  private static double level(double tail, double[] state, int offset) {
    double peaks = state[offset + PEAKS];
    double mean = state[offset + SUM] / peaks;
    double variance = (state[offset + SQUARES] / peaks - mean * mean) * peaks / (peaks - 1);
    double weight = peaks / (peaks + PRIOR);
    double fitted = variance > 0 ? GeneralizedPareto.shape(mean, variance) : PRIOR_SHAPE;
    double shape = weight * fitted + (1 - weight) * PRIOR_SHAPE;
    double reached = Math.min(1, tail * state[offset + TRIALS] / peaks);
    double scale = mean * (1 - shape);
    return state[offset + HIGH] + GeneralizedPareto.quantile(reached, shape + 1 / peaks, scale);
  }
}
