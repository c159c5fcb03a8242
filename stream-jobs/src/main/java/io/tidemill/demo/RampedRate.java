package io.tidemill.demo;

import java.time.Duration;

/**
 * A rate that grows evenly from nothing: stations do not all switch on at once, and a JVM that has
 * just started compiles as it runs.
 *
 * @param perSecond events a second once it has grown
 * @param growth how long it grows
 */
record RampedRate(int perSecond, Duration growth) {

  /** Events due within this time of the start. */
  long eventsWithin(Duration time) {
    double seconds = seconds(time);
    double grown = seconds(growth);
    return Math.round(
        seconds < grown
            ? perSecond * seconds * seconds / (2 * grown)
            : perSecond * (seconds - grown / 2));
  }

  /** When an event is due, nanoseconds after the start. */
  long dueAfter(long event) {
    double grown = seconds(growth);
    double within = perSecond * grown / 2;
    double seconds =
        event < within
            ? Math.sqrt(2 * grown * event / perSecond)
            : grown / 2 + (double) event / perSecond;
    return (long) (seconds * 1e9);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
