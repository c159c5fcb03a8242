package io.tidemill.kafka;

/**
 * When the next event is due: event time, at a multiple of its own pace.
 *
 * <p>Event time that goes back makes nothing wait longer.
 */
final class Pace {

  private final double speed;
  private long first = Long.MIN_VALUE;

  /**
   * A pace that begins with the first event it is asked about.
   *
   * @param speed event time per clock time, greater than 0; infinite: as fast as possible
   */
  Pace(double speed) {
    if (!(speed > 0)) {
      throw new IllegalArgumentException("speed is " + speed + ": must be greater than 0, or max");
    }
    this.speed = speed;
  }

  /** How long after the first event, by the clock, one with this time is due, milliseconds. */
  long dueAfter(long eventTime) {
    if (first == Long.MIN_VALUE) {
      first = eventTime;
    }
    return (long) (Math.max(0, eventTime - first) / speed);
  }
}
