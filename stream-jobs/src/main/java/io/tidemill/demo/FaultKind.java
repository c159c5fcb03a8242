package io.tidemill.demo;

/** How a station can fail. */
public enum FaultKind {
  /** Flow rises, pressure falls. */
  LEAK,
  /** Flow falls, pressure and current rise. */
  BLOCKED_PIPE,
  /** One channel repeats its last value exactly. */
  STUCK_SENSOR,
  /** The station sends nothing. */
  SILENCE
}
