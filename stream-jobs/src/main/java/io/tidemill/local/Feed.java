package io.tidemill.local;

/** Where the events of a run come from. */
public interface Feed {

  /**
   * Sends events until none are left or the run stops; what was sent has been acknowledged when it
   * returns.
   *
   * @param bootstrapServers of Kafka
   */
  void run(String bootstrapServers, FeedControl control) throws Exception;

  /** Events sent so far; asked from another thread. */
  long sent();
}
