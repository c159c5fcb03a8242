package io.tidemill.feature;

/** How a number is brought to the magnitude of a network's inputs. */
public enum Scale {
  /** (value - mean) / deviation, both of the stream. */
  STANDARD,
  /** (value - mean) / deviation, both of the key, forgetting exponentially. */
  STANDARD_PER_KEY,
  /** The same of the key's first values, which stay: what changes for good stays to be seen. */
  STANDARD_AT_START,
  /** (value - min) / (max - min), both of the stream. */
  MIN_MAX,
  /** The value as it is. */
  NONE
}
