package io.tidemill.feature;

/** A cycle of the wall clock. */
public enum ClockPart {
  MINUTE_OF_HOUR(3_600_000L, 0),
  HOUR_OF_DAY(86_400_000L, 0),
  /** Begins on Monday; 1970-01-01 was a Thursday. */
  DAY_OF_WEEK(7 * 86_400_000L, 3 * 86_400_000L),
  /** By mean Gregorian years of 365.2425 days: at most a day and a half off. */
  DAY_OF_YEAR(31_556_952_000L, 0);

  private final long periodMs;
  private final long shiftMs;

  ClockPart(long periodMs, long shiftMs) {
    this.periodMs = periodMs;
    this.shiftMs = shiftMs;
  }

  /** How much of the cycle has passed, in [0, 1). */
  double turn(long localMs) {
    return (double) Math.floorMod(localMs + shiftMs, periodMs) / periodMs;
  }
}
