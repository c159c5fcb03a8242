package io.tidemill.feature;

/**
 * Mean and variance of a series, forgetting exponentially and bounded against outliers; state
 * {count, mean, variance, crowding}.
 *
 * <p>West's incremental form (CACM 22(9), 1979) with weight {@code max(1/count, 1/window)}: exact
 * Welford up to {@code window} values, an exponential average after. A value further than {@value
 * #LIMIT} deviations from the mean is pulled in to that distance first, so one absurd reading
 * cannot ruin the statistics (until the {@value #WARM_UP}th value, when the deviation means little,
 * the distance is that many times the mean if that is more). Such readings crowding together are no
 * outliers but a new level, once there are as many of them as {@code patience} says: from then on
 * each one makes the limit 16 times wider. What crowds long before that, a tenth of the patience,
 * is not counted.
 */
final class RunningMoments {

  /** Doubles of state. */
  static final int SIZE = 4;

  /** Values until the deviation is trusted. */
  static final int WARM_UP = 8;

  /** Deviations beyond which a single value counts as an outlier. */
  static final double LIMIT = 8;

  /** Values over which readings beyond the limit count as crowding together. */
  private static final double SPAN = 100;

  private static final double CROWDED = 0.1;
  private static final int COUNT = 0;
  private static final int MEAN = 1;
  private static final int VARIANCE = 2;
  private static final int CROWDING = 3;

  private RunningMoments() {}

  /** Adds a value of a series that may well find a new level: the second beyond the limit does. */
  static double update(double[] state, int offset, double value, double window) {
    return update(state, offset, value, window, SPAN, 1);
  }

  /**
   * Adds a finite value.
   *
   * @param span values over which those beyond the limit count as crowding together
   * @param patience how many of these make a new level
   * @return the value as it was counted, pulled in where it was an outlier; NaN: not counted
   */
  static double update(
      double[] state, int offset, double value, double window, double span, double patience) {
    double count = state[offset + COUNT];
    double mean = state[offset + MEAN];
    double distance = value - mean;
    if (count >= 2) {
      double crowd = span * state[offset + CROWDING];
      double reach = reach(state, offset);
      boolean outlier = Math.abs(distance) > reach;
      state[offset + CROWDING] += ((outlier ? 1 : 0) - state[offset + CROWDING]) / span;
      if (outlier) {
        if (crowd >= 1 && crowd < patience && crowd >= CROWDED * patience) {
          return Double.NaN;
        }
        double doublings = 4 * Math.max(0, crowd - patience);
        distance =
            Math.copySign(Math.min(Math.abs(distance), reach * Math.pow(2, doublings)), distance);
      }
    }
    count = Math.min(count + 1, window);
    double weight = 1 / count;
    double step = weight * distance;
    state[offset + COUNT] = count;
    state[offset + MEAN] = mean + step;
    state[offset + VARIANCE] = (1 - weight) * (state[offset + VARIANCE] + step * distance);
    return mean + distance;
  }

  /** Whether a value is beyond the limit; of the first values none is. */
  static boolean isFar(double[] state, int offset, double value) {
    return isWarm(state, offset) && Math.abs(value - state[offset + MEAN]) > reach(state, offset);
  }

  private static double reach(double[] state, int offset) {
    double typical = deviation(state, offset);
    return LIMIT
        * (isWarm(state, offset) ? typical : Math.max(typical, Math.abs(state[offset + MEAN])));
  }

  /** Lets what comes count as after two values, of the same mean and deviation. */
  static void hurry(double[] state, int offset) {
    state[offset + COUNT] = Math.min(state[offset + COUNT], 2);
    state[offset + CROWDING] = 0;
  }

  /** Writes the state of {@code count} values, more than 1, of a mean and a sample deviation. */
  static void restore(double[] state, int offset, double count, double mean, double deviation) {
    state[offset + COUNT] = count;
    state[offset + MEAN] = mean;
    state[offset + VARIANCE] = deviation * deviation * (count - 1) / count;
    state[offset + CROWDING] = 0;
  }

  /** Whether enough values were seen for the deviation to mean something. */
  static boolean isWarm(double[] state, int offset) {
    return state[offset + COUNT] >= WARM_UP;
  }

  static double count(double[] state, int offset) {
    return state[offset + COUNT];
  }

  static double mean(double[] state, int offset) {
    return state[offset + MEAN];
  }

  /**
   * Sample deviation (n - 1), never below a billionth of the mean or 1e-9: positive for a constant
   * series too.
   */
  static double deviation(double[] state, int offset) {
    double count = state[offset + COUNT];
    double variance = count > 1 ? state[offset + VARIANCE] * count / (count - 1) : 0;
    return Math.max(Math.sqrt(variance), Math.max(1e-9 * Math.abs(state[offset + MEAN]), 1e-9));
  }
}
