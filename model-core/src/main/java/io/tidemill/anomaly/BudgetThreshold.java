package io.tidemill.anomaly;

/**
 * Keeps to a budget of false alarms by learning how the key's scores are distributed far out: the
 * score that one event exceeds with probability {@code tail} = alarms * mean interval between
 * events / period.
 *
 * <p>Peaks over threshold (Siffer et al., KDD 2017, SPOT), streaming: a running high quantile u; of
 * the excesses over it the moments, to which a generalised Pareto distribution is fitted (Hosking
 * and Wallis, Technometrics 29(3), 1987); its quantile at the tail is the threshold. Made fit for
 * little data: excesses are taken of ln(1 + score), where heavy tails have light ones, and the
 * shape is drawn to that of an exponential distribution with the weight of {@value #PRIOR}
 * excesses. A score above the threshold enters cut to it, and only once in {@value #APART} events,
 * so a fault hardly raises it. Scores below 0 count as 0.
 *
 * @param alarms false alarms granted per key and period
 * @param periodMs event time, milliseconds
 * @param warmUp scores before the first threshold, in [50, 1e6]
 */
public record BudgetThreshold(double alarms, long periodMs, int warmUp) implements Threshold {

  private static final int COUNT = EventPace.SIZE;
  private static final int MEAN = COUNT + 1;
  private static final int VARIANCE = COUNT + 2;
  private static final int QUANTILE = COUNT + 3;
  private static final int TRIALS = COUNT + 4; // scores since u stands, forgetting
  private static final int EXCESSES = COUNT + 5;
  private static final int SUM = COUNT + 6;
  private static final int SQUARES = COUNT + 7;
  private static final int QUIET =
      COUNT + 8; // events until a score above the threshold may enter again
  private static final int THRESHOLD = COUNT + 9;
  private static final int SIZE = COUNT + 10;

  /** Share of scores above u, unless the budget is more generous. */
  private static final double PEAKS = 0.05;

  /** Scores until u stands near its place, and scores over which it moves. */
  private static final int SETTLING = 50;

  private static final double PACE = 2000;

  /** Scores over which moments forget: of all scores, and of the peaks. */
  private static final double WINDOW = 1000;

  private static final double PEAK_WINDOW = 10_000;

  /** Excesses that the prior shape weighs. */
  private static final double PRIOR = 50;

  /** Events between two alerts that enter the fit. */
  private static final int APART = 50;

  /** Excesses without which nothing is said. */
  private static final double FEWEST = 8;

  public BudgetThreshold {
    EventPace.check(alarms, periodMs);
    if (warmUp < SETTLING || warmUp > 1_000_000) {
      throw new IllegalArgumentException(
          "warm-up of the budget threshold is %d: want %d to 1000000 scores"
              .formatted(warmUp, SETTLING));
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
    double level = state[offset + THRESHOLD];
    return level > 0 ? Math.expm1(level) : Double.POSITIVE_INFINITY;
  }

  @Override
  public void update(double score, long time, double[] state, int offset) {
    EventPace.update(time, state, offset);
    if (Double.isNaN(score)) {
      return;
    }
    double level = Math.log1p(Math.max(0, Math.min(score, Double.MAX_VALUE)));
    double known = state[offset + THRESHOLD];
    boolean alert = known > 0 && level >= known;
    double bounded = alert ? known : level;
    double count = state[offset + COUNT] + 1;
    state[offset + COUNT] = count;
    learnBulk(bounded, count, state, offset);
    double tail = EventPace.tail(alarms, periodMs, state, offset);
    if (count > SETTLING) {
      boolean enters = !alert || state[offset + QUIET] <= 0;
      state[offset + QUIET] = alert && enters ? APART : Math.max(0, state[offset + QUIET] - 1);
      learnPeak(bounded, enters, peaks(tail), state, offset);
    } else {
      state[offset + QUANTILE] = state[offset + MEAN] + 1.5 * Math.sqrt(state[offset + VARIANCE]);
    }
    if (count >= warmUp && state[offset + EXCESSES] >= FEWEST && tail > 0) {
      state[offset + THRESHOLD] = quantile(tail, state, offset);
    }
  }

  private static double peaks(double tail) {
    return tail > 0 ? Math.max(PEAKS, Math.min(0.5, 2 * tail)) : PEAKS;
  }

  /** Mean and variance of all scores: the steps of u are measured by them. */
  private static void learnBulk(double level, double count, double[] state, int offset) {
    double weight = 1 / Math.min(count, WINDOW);
    double distance = level - state[offset + MEAN];
    if (count > 20) {
      double reach = 4 * Math.sqrt(state[offset + VARIANCE]);
      distance = Math.max(-reach, Math.min(reach, distance));
    }
    double step = weight * distance;
    state[offset + MEAN] += step;
    state[offset + VARIANCE] = (1 - weight) * (state[offset + VARIANCE] + step * distance);
  }

  /** Robbins and Monro's steps towards the quantile; the excess over where it stood. */
  private static void learnPeak(
      double level, boolean enters, double peaks, double[] state, int offset) {
    double quantile = state[offset + QUANTILE];
    boolean above = level > quantile;
    double pace = 0.75 / Math.min(state[offset + COUNT], PACE) / peaks;
    state[offset + QUANTILE] =
        quantile + pace * Math.sqrt(state[offset + VARIANCE]) * ((above ? 1 : 0) - peaks);
    double excess = above && enters ? level - quantile : 0;
    double kept = 1 - 1 / PEAK_WINDOW;
    state[offset + TRIALS] = kept * state[offset + TRIALS] + 1;
    state[offset + EXCESSES] = kept * state[offset + EXCESSES] + (above && enters ? 1 : 0);
    state[offset + SUM] = kept * state[offset + SUM] + excess;
    state[offset + SQUARES] = kept * state[offset + SQUARES] + excess * excess;
  }

  private static double quantile(double tail, double[] state, int offset) {
    double excesses = state[offset + EXCESSES];
    double mean = state[offset + SUM] / excesses;
    double variance =
        (state[offset + SQUARES] / excesses - mean * mean) * excesses / (excesses - 1);
    double shape =
        variance > 0 ? GeneralizedPareto.shape(mean, variance) : GeneralizedPareto.LIGHTEST;
    double drawn = shape * excesses / (excesses + PRIOR);
    double peaks = excesses / state[offset + TRIALS];
    return state[offset + QUANTILE]
        + GeneralizedPareto.quantile(Math.min(1, tail / peaks), drawn, mean * (1 - drawn));
  }
}
