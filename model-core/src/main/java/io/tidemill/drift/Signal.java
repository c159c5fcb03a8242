package io.tidemill.drift;

/** What a detector says of the newest value. */
public enum Signal {
  /** Nothing has changed as far as can be told. */
  NONE,

  /** Something may be about to change. Only detectors of errors give warnings. */
  WARNING,

  /** The values have become larger: of losses and errors, the harmful change. */
  RISE,

  /** The values have become smaller. */
  FALL;

  /** Whether it is a change, either way. */
  public boolean isDrift() {
    return this == RISE || this == FALL;
  }

  /** A change towards the sign of {@code difference}. */
  static Signal towards(double difference) {
    return difference > 0 ? RISE : FALL;
  }
}
