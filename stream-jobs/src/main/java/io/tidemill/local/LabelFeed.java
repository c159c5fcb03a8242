package io.tidemill.local;

import io.tidemill.kafka.KafkaConnection;
import io.tidemill.kafka.PaceClock;
import io.tidemill.kafka.ReplayControl;
import io.tidemill.kafka.ReplayFile;
import io.tidemill.kafka.ReplayProducer;
import io.tidemill.pipeline.Events;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Plays labels beside the events that they are of: each when the events have come to its time, and
 * the rest when there are no more of them.
 */
final class LabelFeed {
  private static final long NAP_MS = 2;

  private final Path file;
  private final Events labels;
  private final Thread thread;
  private volatile long eventTime = Long.MIN_VALUE;
  private volatile boolean eventsDone;
  private volatile @Nullable Exception failure;

  private LabelFeed(Path file, Events labels, KafkaConnection kafka, FeedControl control) {
    this.file = file;
    this.labels = labels;
    thread = new Thread(() -> play(kafka, control), "label feed");
    thread.setDaemon(true);
  }

  static LabelFeed start(Path file, Events labels, KafkaConnection kafka, FeedControl control) {
    LabelFeed feed = new LabelFeed(file, labels, kafka, control);
    feed.thread.start();
    return feed;
  }

  private void play(KafkaConnection kafka, FeedControl control) {
    try (ReplayFile rows = ReplayFile.open(file, labels);
        ReplayProducer replay =
            new ReplayProducer(kafka, labels, Double.POSITIVE_INFINITY, PaceClock.system())) {
      replay.play(
          rows,
          new ReplayControl() {
            @Override
            public boolean stopped() {
              return control.stopped();
            }

            @Override
            public void beforeSending(long time) throws InterruptedException {
              while (!stopped() && !eventsDone && time > eventTime) {
                Thread.sleep(NAP_MS);
              }
            }
          });
    } catch (IOException | InterruptedException | RuntimeException e) {
      failure = e;
    }
  }

  /** Tells the labels how far the events have come. */
  ReplayControl behind(ReplayControl events) {
    return new ReplayControl() {
      @Override
      public boolean stopped() {
        return events.stopped() || failure != null;
      }

      @Override
      public void beforeSending(long time) throws InterruptedException {
        events.beforeSending(time);
        eventTime = Math.max(eventTime, time);
      }
    };
  }

  /** No more events come: waits for the last label. */
  void finish() throws IOException, InterruptedException {
    eventsDone = true;
    thread.join();
    Exception why = failure;
    if (why != null) {
      throw new IOException(file + ": the labels could not be played: " + why.getMessage(), why);
    }
  }
}
