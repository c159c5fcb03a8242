package io.tidemill.anomaly;

/**
 * Mean interval between the events of a key, in event time; state {intervals, newest time, mean
 * interval in ms, started}.
 *
 * <p>The mean is exact up to {@value #WINDOW} intervals and forgets exponentially after; an
 * interval of more than 10 times the mean (a key that was away) counts as 10 times. The time of an
 * event older than the newest is passed over.
 */
final class EventPace {

  /** Doubles of state. */
  static final int SIZE = 4;

  private static final double WINDOW = 1000;
  private static final double LONGEST = 10;
  private static final int INTERVALS = 0;
  private static final int NEWEST = 1;
  private static final int MEAN = 2;
  private static final int STARTED = 3;

  private EventPace() {}

  static void update(long time, double[] state, int offset) {
    if (state[offset + STARTED] == 0) {
      state[offset + STARTED] = 1;
      state[offset + NEWEST] = time;
      return;
    }
    double interval = time - state[offset + NEWEST];
    if (interval < 0) {
      return;
    }
    double mean = state[offset + MEAN];
    double counted = mean > 0 ? Math.min(interval, LONGEST * mean) : interval;
    double intervals = Math.min(state[offset + INTERVALS] + 1, WINDOW);
    state[offset + INTERVALS] = intervals;
    state[offset + NEWEST] = time;
    state[offset + MEAN] = mean + (counted - mean) / intervals;
  }

  /**
   * Probability per event that spends a budget of {@code alarms} per {@code periodMs}, in [1e-12,
   * 0.5]; NaN: pace not known yet.
   */
  static double tail(double alarms, long periodMs, double[] state, int offset) {
    if (state[offset + INTERVALS] == 0) {
      return Double.NaN;
    }
    double tail = alarms * state[offset + MEAN] / periodMs;
    return Math.max(1e-12, Math.min(0.5, tail));
  }

  /** Refuses a budget that means nothing. */
  static void check(double alarms, long periodMs) {
    if (!(alarms > 0) || !Double.isFinite(alarms) || periodMs < 1) {
      throw new IllegalArgumentException(
          "alarm budget is %s per %d ms: want more than 0 alarms per a period of at least 1 ms"
              .formatted(alarms, periodMs));
    }
  }
}
