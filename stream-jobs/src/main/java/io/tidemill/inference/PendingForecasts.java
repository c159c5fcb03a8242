package io.tidemill.inference;

import java.util.Arrays;

/**
 * Forecasts of one horizon that wait for their outcome: a ring of the last {@code lag} steps.
 *
 * <p>State: [steps since the ring was emptied, lag × targets forecasts in raw units]; zeros: empty.
 *
 * @param targets numbers forecast at once
 * @param lag the horizon, in steps of the key
 */
record PendingForecasts(int targets, int lag) {

  PendingForecasts {
    if (targets < 1 || lag < 1) {
      throw new IllegalArgumentException(
          "targets " + targets + " and lag " + lag + " must both be at least 1");
    }
  }

  int stateSize() {
    return 1 + lag * targets;
  }

  /** Where in {@code state} the forecast for the step at hand is; -1: none was made. */
  int current(double[] state, int offset) {
    double steps = state[offset];
    return steps < lag ? -1 : slot(steps, offset);
  }

  /**
   * Puts the forecast made at this step in the place of the one that was for it.
   *
   * @param forecast from {@code from} on, every {@code stride}-th is of the next target
   */
  void push(double[] forecast, int from, int stride, double[] state, int offset) {
    int slot = slot(state[offset]++, offset);
    for (int target = 0; target < targets; target++) {
      state[slot + target] = forecast[from + target * stride];
    }
  }

  /** Goes on by a step at which no forecast was made. */
  void pushNone(double[] state, int offset) {
    int slot = slot(state[offset]++, offset);
    Arrays.fill(state, slot, slot + targets, Double.NaN);
  }

  /** Forgets all forecasts, because what they were made from no longer leads to the outcome. */
  void clear(double[] state, int offset) {
    state[offset] = 0;
  }

  private int slot(double steps, int offset) {
    return offset + 1 + (int) (steps % lag) * targets;
  }
}
