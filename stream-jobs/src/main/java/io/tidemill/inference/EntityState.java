package io.tidemill.inference;

import java.util.Arrays;

/** What is remembered of one key; mutable, owned by whoever holds the state of that key. */
public final class EntityState {

  /** {@link #lastTime} of a key that has had no event in order yet. */
  static final long NEVER = Long.MIN_VALUE;

  /** {@link #timer} of a key that has none. */
  static final long NO_TIMER = Long.MAX_VALUE;

  /** Fingerprint of the network that the memory belongs to. */
  long fingerprint;

  /** {@link EntityLayout#fingerprint()} of the statistics. */
  long layout;

  /** Event time of the key's newest event, ms. */
  long lastTime;

  /** Event time of the one timer that is registered for the key, ms. */
  long timer;

  /** [stateSize of the network]. */
  float[] memory;

  /** [{@link EntityLayout#size()}]. */
  double[] statistics;

  EntityState(
      long fingerprint,
      long layout,
      long lastTime,
      long timer,
      float[] memory,
      double[] statistics) {
    this.fingerprint = fingerprint;
    this.layout = layout;
    this.lastTime = lastTime;
    this.timer = timer;
    this.memory = memory;
    this.statistics = statistics;
  }

  EntityState copy() {
    return new EntityState(
        fingerprint, layout, lastTime, timer, memory.clone(), statistics.clone());
  }

  /** Equal bit for bit, so that NaN equals itself and 0 differs from -0. */
  @Override
  public boolean equals(Object other) {
    return other instanceof EntityState that
        && fingerprint == that.fingerprint
        && layout == that.layout
        && lastTime == that.lastTime
        && timer == that.timer
        && Arrays.equals(memory, that.memory)
        && Arrays.equals(statistics, that.statistics);
  }

  @Override
  public int hashCode() {
    return (int) (31 * fingerprint + lastTime) ^ Arrays.hashCode(memory);
  }
}
