package io.tidemill.schedule;

import java.io.Serializable;

/**
 * How long an optimiser's steps are as learning goes on: a factor in [0, 1] of each. Its state
 * belongs to the caller and is zeros at first.
 *
 * <p>Powers and cosines are those of {@link StrictMath}: the same bits on every JVM.
 */
public sealed interface Schedule extends Serializable
    permits Constant, Step, Exponential, Cosine, WarmUp, ReduceOnPlateau {

  /** Doubles of state. */
  default int stateSize() {
    return 0;
  }

  /**
   * The factor of the next step.
   *
   * @param step steps taken before
   */
  double factor(long step, double[] state);

  /**
   * Takes note of the loss before a step.
   *
   * @param step steps taken before it
   */
  default void observe(long step, double loss, double[] state) {}

  /** Refuses a number of steps below 1. */
  static void requireSteps(String name, int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(name + " is " + steps + ": it must be at least 1 step");
    }
  }

  /** Refuses a share outside [least, 1]. */
  static void requireShare(String name, double share, double least) {
    if (!(share >= least && share <= 1)) {
      throw new IllegalArgumentException(
          name + " is " + share + ": it must be from " + least + " to 1, as 0.5");
    }
  }
}
