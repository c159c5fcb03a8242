package io.tidemill.feature;

/** What the network sees in place of a missing number. */
public enum Missing {
  /** The last known value of the key. */
  LAST,
  /** The mean: of the key where the feature is scaled per key, else of the stream. */
  MEAN,
  /** The number 0, scaled as any other. */
  ZERO,
  /** Nothing: the event is not answered. */
  DROP,
  /** The network's own forecast of the value; the last known value while there is none. */
  PREDICT
}
