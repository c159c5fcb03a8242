package io.tidemill.demo;

import java.time.Duration;

/**
 * What is wrong with one station over one interval of event time.
 *
 * @param start first moment of the fault, milliseconds
 * @param end first moment after it
 * @param magnitude of a leak or a blocked pipe at its height: the share of the station's usual flow
 *     that is lost
 * @param channel of a stuck sensor: the one that repeats itself
 */
public record Fault(
    FaultKind kind, String station, long start, long end, double magnitude, Channel channel) {

  /** Leaks and blockages grow to their height over this long, and heal at once. */
  private static final double ONSET_MS = Duration.ofMinutes(20).toMillis();

  boolean covers(long time) {
    return start <= time && time < end;
  }

  /** In [0, magnitude]: how bad the fault of this kind is at a time; 0 for any other kind. */
  double severity(FaultKind asked, long time) {
    return kind == asked && covers(time)
        ? magnitude * Math.min(1, (time - start + ONSET_MS / 2) / ONSET_MS)
        : 0;
  }
}
