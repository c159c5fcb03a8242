package io.tidemill.learning;

import io.tidemill.evaluate.Evidence;

/**
 * Whether labels contradict what is surely known more often than they used to. State {usual rate,
 * recent rate, evidence, labels counted}.
 *
 * <p>A label contradicts if it is another class than the answer and the answer was surer than
 * {@link #SURE}. How often that happens is learned while nothing is amiss.
 */
record Contradictions() {
  static final int SIZE = 4;

  /** Probability from which an answer counts as sure. */
  static final double SURE = 0.9;

  private static final int USUAL = 0;
  private static final int RECENT = 1;
  private static final int WEALTH = 2;
  private static final int COUNT = 3;

  private static final double LONG = 5000;
  private static final double SHORT = 100;

  /** How much more often than usual is too often, and how much more still is looked for. */
  private static final double FACTOR = 2;

  private static final double MORE = 0.03;
  private static final double LOOKED_FOR = 0.1;
  private static final double LABELS_PER_FALSE_ALARM = 1e5;

  /** Labels of sure answers before any is doubted. */
  private static final double WARM_UP = 500;

  /** Counts the label of a sure answer while nothing is amiss; true: something is now. */
  boolean alarm(boolean contradicts, double[] state) {
    double value = contradicts ? 1 : 0;
    state[COUNT] = Math.min(state[COUNT] + 1, LONG);
    double tolerated = tolerated(state);
    state[USUAL] += (value - state[USUAL]) / state[COUNT];
    if (state[COUNT] < WARM_UP || tolerated + LOOKED_FOR >= 1) {
      return false;
    }
    Evidence evidence = new Evidence(LOOKED_FOR / (1 - tolerated), LABELS_PER_FALSE_ALARM);
    boolean alarm = evidence.add(value / tolerated - 1, state, WEALTH);
    if (alarm) {
      state[WEALTH] = 0;
      state[RECENT] = 1;
    }
    return alarm;
  }

  /** Counts the label of a sure answer after an alarm; true: it is as it used to be again. */
  boolean calm(boolean contradicts, double[] state) {
    state[RECENT] += ((contradicts ? 1 : 0) - state[RECENT]) / SHORT;
    return state[RECENT] < tolerated(state);
  }

  private static double tolerated(double[] state) {
    return Math.max(FACTOR * state[USUAL], state[USUAL] + MORE);
  }
}
