package io.tidemill.local;

/** What a feed may know of the run that it feeds. */
public interface FeedControl {

  /** Whether to send no more. */
  boolean stopped();

  /**
   * Event time until which the newest published model has learned, milliseconds; the least long:
   * nothing was learned yet.
   */
  long learnedUntil();
}
