package io.tidemill.anomaly;

import java.io.Serializable;

/**
 * Which alerts of a key belong together: an incident opens with an alert, goes on while alerts
 * follow within the quiet time, and closes after it. State {open, alerts, start, newest alert, peak
 * grade}, a flat array of the caller's, zeros meaning no incident.
 *
 * <p>Time may reach a key by its alerts before it does by its timer, so call {@link #timer} with an
 * event's time before {@link #alert}. Start, peak and count can be read until the next incident
 * opens.
 *
 * @param quietMs event time without an alert after which an incident is over, milliseconds, at
 *     least 1
 */
public record IncidentPolicy(long quietMs) implements Serializable {

  /** What happened to the incident of a key. */
  public enum Transition {
    NONE,
    OPENED,
    CONTINUED,
    CLOSED
  }

  private static final int OPEN = 0;
  private static final int ALERTS = 1;
  private static final int START = 2;
  private static final int NEWEST = 3;
  private static final int PEAK = 4;

  public IncidentPolicy {
    if (quietMs < 1) {
      throw new IllegalArgumentException(
          "quiet time of incidents is " + quietMs + " ms: want at least 1 ms");
    }
  }

  /** Doubles remembered per key. */
  public int stateSize() {
    return 5;
  }

  /**
   * An alert at an event time; one older than the newest alert belongs to the open incident and
   * moves neither its start nor its end.
   *
   * @param grade in [0, 1]
   * @return OPENED or CONTINUED
   */
  public Transition alert(long time, double grade, double[] state, int offset) {
    if (!isOpen(state, offset)) {
      state[offset + OPEN] = 1;
      state[offset + ALERTS] = 1;
      state[offset + START] = time;
      state[offset + NEWEST] = time;
      state[offset + PEAK] = grade;
      return Transition.OPENED;
    }
    state[offset + ALERTS]++;
    state[offset + NEWEST] = Math.max(state[offset + NEWEST], time);
    state[offset + PEAK] = Math.max(state[offset + PEAK], grade);
    return Transition.CONTINUED;
  }

  /**
   * Event time has reached {@code time}.
   *
   * @return CLOSED if the open incident was quiet for longer, else NONE
   */
  public Transition timer(long time, double[] state, int offset) {
    if (time < deadline(state, offset) || !isOpen(state, offset)) {
      return Transition.NONE;
    }
    state[offset + OPEN] = 0;
    return Transition.CLOSED;
  }

  /**
   * Event time at which the open incident closes unless another alert comes; {@link
   * Long#MAX_VALUE}: none is open.
   */
  public long deadline(double[] state, int offset) {
    // One past the quiet time: an alert exactly quietMs after the last one still belongs.
    return isOpen(state, offset) ? (long) (state[offset + NEWEST] + quietMs + 1) : Long.MAX_VALUE;
  }

  public boolean isOpen(double[] state, int offset) {
    return state[offset + OPEN] != 0;
  }

  /** Event time of the first alert of the open or last closed incident. */
  public long start(double[] state, int offset) {
    return (long) state[offset + START];
  }

  /** The highest grade of the open or last closed incident. */
  public double peak(double[] state, int offset) {
    return state[offset + PEAK];
  }

  /** Alerts of the open or last closed incident. */
  public long alerts(double[] state, int offset) {
    return (long) state[offset + ALERTS];
  }
}
