package io.tidemill.local;

import io.tidemill.kafka.KafkaConnection;
import org.jspecify.annotations.Nullable;

/** A feed at work in its own thread. */
final class Feeding implements FeedControl {

  private final Tally tally;
  private final @Nullable Feed feed;
  private volatile boolean stopped;
  private volatile boolean done;
  private volatile @Nullable Exception failure;

  private Feeding(@Nullable Feed feed, Tally tally) {
    this.feed = feed;
    this.tally = tally;
  }

  /**
   * @param feed null: nothing is sent, and there is no end of it
   */
  static Feeding start(@Nullable Feed feed, KafkaConnection kafka, Tally tally) {
    Feeding feeding = new Feeding(feed, tally);
    if (feed != null) {
      Thread thread = new Thread(() -> feeding.run(feed, kafka), "feed");
      thread.setDaemon(true);
      thread.start();
    }
    return feeding;
  }

  private void run(Feed feed, KafkaConnection kafka) {
    try {
      feed.run(kafka, this);
    } catch (Exception e) {
      failure = e;
    } finally {
      done = true;
    }
  }

  /** Asks the feed to send no more. */
  void stop() {
    stopped = true;
    done |= feed == null;
  }

  /** Whether no more will be sent, and everything that was has been acknowledged. */
  boolean done() {
    return done;
  }

  long sent() {
    return feed == null ? 0 : feed.sent();
  }

  @Nullable Exception failure() {
    return failure;
  }

  @Override
  public boolean stopped() {
    return stopped;
  }

  @Override
  public long learnedUntil() {
    return tally.learnedUntil();
  }
}
