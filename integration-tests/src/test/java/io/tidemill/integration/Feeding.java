package io.tidemill.integration;

import io.tidemill.integration.Tanks.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Sends the readings of tanks at a steady pace, in a thread of its own, until it is closed. */
final class Feeding implements AutoCloseable {
  private static final int BURSTS_PER_SECOND = 100;

  private final PipelineTopics topics;
  private final Tanks tanks;
  private final int perBurst;
  private final Thread thread = new Thread(this::run, "feeding");
  private final List<Reading> sent = new ArrayList<>();
  private volatile boolean closed;

  private Feeding(PipelineTopics topics, Tanks tanks, int perSecond) {
    this.topics = topics;
    this.tanks = tanks;
    this.perBurst = perSecond / BURSTS_PER_SECOND;
  }

  static Feeding start(PipelineTopics topics, Tanks tanks, int perSecond) {
    Feeding feeding = new Feeding(topics, tanks, perSecond);
    feeding.thread.setDaemon(true);
    feeding.thread.start();
    return feeding;
  }

  private void run() {
    long due = System.nanoTime();
    while (!closed) {
      for (int i = 0; i < perBurst; i++) {
        Reading reading = tanks.next();
        topics.send(reading);
        sent.add(reading);
      }
      due += 1_000_000_000L / BURSTS_PER_SECOND;
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }

  /** Ends it, and returns what was sent, in order; an error if some of it was not taken. */
  List<Reading> stop() throws InterruptedException {
    close();
    thread.join();
    topics.flush();
    return sent;
  }

  @Override
  public void close() {
    closed = true;
  }
}
