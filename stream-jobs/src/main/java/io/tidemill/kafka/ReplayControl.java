package io.tidemill.kafka;

/** Who may hold a replay back, or end it. */
@FunctionalInterface
public interface ReplayControl {

  /** Whether to send no more; asked before every record and while waiting. */
  boolean stopped();

  /**
   * Waits, if it must, before an event is sent.
   *
   * @param time of the event, milliseconds since 1970-01-01T00:00Z
   */
  default void beforeSending(long time) throws InterruptedException {}
}
