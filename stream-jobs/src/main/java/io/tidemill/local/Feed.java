package io.tidemill.local;

import io.tidemill.kafka.KafkaConnection;

/** Where the events of a run come from. */
public interface Feed {

  /**
   * Sends events until none are left or the run stops; what was sent has been acknowledged when it
   * returns.
   *
   * @param kafka that the jobs read
   */
  void run(KafkaConnection kafka, FeedControl control) throws Exception;

  /** Events sent so far; asked from another thread. */
  long sent();
}
