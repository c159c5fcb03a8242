package io.tidemill.anomaly;

import java.util.Arrays;

/**
 * How far readings are from their forecasts, in usual deviations of the key's own past residuals,
 * over all targets together.
 *
 * <p>The usual deviation of a target is an exponentially weighted mean absolute residual in which
 * each counts at most 3 times that mean: a fault hardly widens it. Where outliers have been the
 * rule for some 50 residuals they are the new usual, and the bound gives way.
 *
 * <p>Two statistics look at the residuals so scaled, a Shewhart and an EWMA chart side by side
 * (Lucas and Saccucci, Technometrics 32(1), 1990): the squares of the event's own residuals, and
 * the squares of their exponentially weighted means, in units of what those usually are, which see
 * a small offset that stays. Each sum of squares over the d targets known counts as chi squared
 * with d degrees of freedom and is brought to a normal deviate by the cube root of Wilson and
 * Hilferty (PNAS 17, 1931); the score is the larger of the two. So one wild reading and several
 * mildly odd ones both count, and a score of 3 is about as rare as a normal variable 3 deviations
 * above its mean.
 *
 * @param targets readings judged per event
 * @param warmUp residuals of a target before it is judged, in [2, 1e6]
 * @param window residuals over which the usual deviation forgets, in [10, 1e9]
 * @param memory residuals over which the mean that looks for lasting offsets forgets, in [2,
 *     window]
 */
public record ResidualScorer(int targets, int warmUp, double window, double memory)
    implements AnomalyScorer {

  private static final int SIZE = 5;
  private static final int COUNT = 0;
  private static final int USUAL = 1; // mean absolute residual
  private static final int CROWDING = 2; // share of outliers of late
  private static final int OFFSET = 3; // mean residual, in deviations
  private static final int USUAL_OFFSET = 4; // mean absolute OFFSET

  /** Times the mean absolute residual that one residual counts at most. */
  private static final double REACH = 3;

  /** Deviation of a normal variable over its mean absolute value as bounded by {@link #REACH}. */
  private static final double DEVIATION = 1.2625;

  /**
   * Residuals over which the share of outliers forgets, and the share above which they are the
   * rule.
   */
  private static final double CROWD = 100;

  private static final double RULE = 0.4;

  /** Deviations of one residual that may enter the mean offset. */
  private static final double LARGEST_OFFSET = 6;

  /** Deviations beyond which nothing gets odder, so that squares stay finite. */
  private static final double FURTHEST = 1e6;

  public ResidualScorer {
    if (targets < 1) {
      throw new IllegalArgumentException(
          "residual scorer has %d targets: want at least 1".formatted(targets));
    }
    if (warmUp < 2 || warmUp > 1_000_000) {
      throw new IllegalArgumentException(
          "warm-up of the residual scorer is %d: want 2 to 1000000 residuals".formatted(warmUp));
    }
    if (!(window >= 10 && window <= 1e9)) {
      throw new IllegalArgumentException(
          "window of the residual scorer is %s: want 10 to 1e9 residuals".formatted(window));
    }
    if (!(memory >= 2 && memory <= window)) {
      throw new IllegalArgumentException(
          "memory of the residual scorer is %s: want 2 to its window of %s residuals"
              .formatted(memory, window));
    }
  }

  /** Judges after 50 residuals by the last 500, looking for offsets over 8. */
  public ResidualScorer(int targets) {
    this(targets, 50, 500, 8);
  }

  @Override
  public int stateSize() {
    return targets * SIZE;
  }

  @Override
  public double score(
      double[] observed, double[] expected, double[] state, int offset, double[] contributions) {
    double atOnce = 0;
    double lasting = 0;
    int judged = 0;
    for (int i = 0; i < targets; i++) {
      int at = offset + i * SIZE;
      if (isKnown(observed[i], expected[i]) && state[at + COUNT] >= warmUp) {
        double deviations = deviations(observed[i], expected[i], state, at);
        double offsets = offsets(deviations, state, at);
        judged++;
        atOnce += deviations * deviations;
        lasting += offsets * offsets;
      }
    }
    boolean lasts = lasting > atOnce;
    double sum = lasts ? lasting : atOnce;
    Arrays.fill(contributions, 0, targets, 0);
    for (int i = 0; i < targets; i++) {
      int at = offset + i * SIZE;
      if (isKnown(observed[i], expected[i])) {
        double deviations = deviations(observed[i], expected[i], state, at);
        if (state[at + COUNT] >= warmUp) {
          double part = lasts ? offsets(deviations, state, at) : deviations;
          contributions[i] = sum > 0 ? part * part / sum : 1.0 / judged;
        }
        learn(observed[i], expected[i], deviations, state, at);
      }
    }
    return judged == 0 ? Double.NaN : normalDeviate(sum, judged);
  }

  private static boolean isKnown(double observed, double expected) {
    return Math.abs(observed - expected) <= Double.MAX_VALUE;
  }

  /**
   * Smallest mean absolute residual assumed: a billionth of the reading, so rounding is not odd.
   */
  private static double floor(double expected) {
    return 1e-9 * Math.abs(expected) + 1e-12;
  }

  /** This residual in usual deviations, signed. */
  private static double deviations(double observed, double expected, double[] state, int at) {
    double deviation = DEVIATION * Math.max(state[at + USUAL], floor(expected));
    double deviations = (observed - expected) / deviation;
    return Math.max(-FURTHEST, Math.min(FURTHEST, deviations));
  }

  /** The mean offset with this residual, in deviations that are usual for it. */
  private double offsets(double deviations, double[] state, int at) {
    // Residuals without memory would leave this much; less than that is chance.
    double least = Math.sqrt(forgetting() / (2 - forgetting()));
    return nextOffset(deviations, state, at)
        / Math.max(DEVIATION * state[at + USUAL_OFFSET], least);
  }

  private double nextOffset(double deviations, double[] state, int at) {
    double bounded = Math.max(-LARGEST_OFFSET, Math.min(LARGEST_OFFSET, deviations));
    return state[at + OFFSET] + forgetting() * (bounded - state[at + OFFSET]);
  }

  private double forgetting() {
    return 2 / (memory + 1);
  }

  private void learn(double observed, double expected, double deviations, double[] state, int at) {
    double count = Math.min(state[at + COUNT] + 1, window);
    double residual = Math.abs(observed - expected);
    if (count > 2) {
      double crowding = state[at + CROWDING];
      double reach = REACH * Math.max(state[at + USUAL], floor(expected));
      double doublings = 40 * Math.max(0, crowding - RULE);
      state[at + CROWDING] = crowding + ((residual > reach ? 1 : 0) - crowding) / CROWD;
      residual = Math.min(residual, reach * Math.pow(2, doublings));
    }
    state[at + COUNT] = count;
    state[at + USUAL] += (residual - state[at + USUAL]) / count;
    // Meaningless until the deviation is known; the mean starts over then.
    double next = count > memory ? nextOffset(deviations, state, at) : 0;
    double usual = state[at + USUAL_OFFSET];
    double size = usual > 0 ? Math.min(Math.abs(next), REACH * usual) : Math.abs(next);
    state[at + OFFSET] = next;
    state[at + USUAL_OFFSET] = usual + (size - usual) / count;
  }

  /**
   * Wilson and Hilferty: a sum of {@code degrees} squared normal deviates as one normal deviate.
   */
  private static double normalDeviate(double sum, int degrees) {
    double variance = 2.0 / (9 * degrees);
    return (Math.cbrt(sum / degrees) - (1 - variance)) / Math.sqrt(variance);
  }
}
