package io.tidemill.prequential;

import io.tidemill.snapshot.ModelVersion;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last forecasts made for a key and what was known when they were made: a ring, whose state the
 * caller keeps. State: {steps, then for each of {@code furthest} steps epoch, sequence, values said
 * and values known last}; an epoch of -1: nothing to be judged was said.
 *
 * @param furthest steps that are kept
 * @param outputs values said at a step
 * @param targets values known last at a step
 */
record RecentAnswers(int furthest, int outputs, int targets) {
  private static final int VERSION = 2;

  /** The state of a key that nothing was said of. */
  double[] begin() {
    return new double[1 + furthest * stride()];
  }

  /** Whether the state is one of this ring. */
  boolean fits(double @Nullable [] state) {
    return state != null && state.length == 1 + furthest * stride();
  }

  private int stride() {
    return VERSION + outputs + targets;
  }

  /** Where what was said {@code back} steps ago is; -1: nothing to be judged. */
  int find(double[] state, int back) {
    long step = (long) state[0] - back;
    if (step < 0) {
      return -1;
    }
    int at = slot(step);
    return state[at] < 0 ? -1 : at;
  }

  private int slot(long step) {
    return 1 + (int) (step % furthest) * stride();
  }

  ModelVersion version(double[] state, int at) {
    return new ModelVersion((int) state[at], (long) state[at + 1]);
  }

  double said(double[] state, int at, int output) {
    return state[at + VERSION + output];
  }

  double last(double[] state, int at, int target) {
    return state[at + VERSION + outputs + target];
  }

  /** Goes on by a step, at which something was said that is to be judged, or nothing. */
  void add(double[] state, ServedAnswer answer, double[] last) {
    int at = slot((long) state[0]);
    state[0]++;
    ModelVersion version = answer.version();
    boolean counts = version != null && answer.values().length == outputs && !answer.outOfOrder();
    if (version == null || !counts) {
      state[at] = -1;
      return;
    }
    state[at] = version.epoch();
    state[at + 1] = version.sequence();
    System.arraycopy(answer.values(), 0, state, at + VERSION, outputs);
    System.arraycopy(last, 0, state, at + VERSION + outputs, targets);
  }

  /** Forgets everything. */
  static void clear(double[] state) {
    Arrays.fill(state, 0);
  }
}
