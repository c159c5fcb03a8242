package io.tidemill.optimizer;

/**
 * An optimiser's state and arithmetic, over parameters that are a range of a flat vector. Confined
 * to one thread.
 */
public sealed interface Updater permits Nd4jUpdater, FtrlUpdater {

  /**
   * Moves the weights one step against the gradient.
   *
   * @param from where its parameters begin in both vectors
   * @param steps steps taken before
   * @param factor of the step, as a schedule has it; at least 0
   */
  void update(float[] weights, float[] gradient, int from, long steps, double factor);

  /** Floats of {@link #state}. */
  int stateSize();

  /** A copy of the state, from which {@link #restore} goes on to the bit. */
  float[] state();

  void restore(float[] state);

  /** Refuses a state of another length than {@code expected}. */
  static void requireSize(float[] state, int expected) {
    if (state.length != expected) {
      throw new IllegalArgumentException(
          "optimiser state of "
              + state.length
              + " floats, want "
              + expected
              + ": it belongs to another optimiser or network");
    }
  }
}
