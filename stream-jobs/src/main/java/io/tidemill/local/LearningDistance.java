package io.tidemill.local;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * How far a feed may run ahead of the learner: at most so many records that the newest published
 * model has not learned from. A file that is replayed faster than life is then answered by weights
 * as fresh, in records, as those of a live stream.
 *
 * <p>When nothing is learned for a while (the gate refuses, or a batch does not fill) a few more
 * records pass, so that the learner never waits for the feed that waits for it. Belongs to one
 * thread.
 */
final class LearningDistance {

  private static final int MARKS = 16;

  private final int most;
  private final long patienceMs;
  private final ArrayDeque<Mark> marks = new ArrayDeque<>();
  private long sent;
  private long learned;
  private long newest = Long.MIN_VALUE;
  private long progressAt = Long.MIN_VALUE;

  /** So many records had been sent when this was the newest event time. */
  private record Mark(long sent, long time) {}

  /**
   * @param most records ahead, at least 1
   * @param patience how long to wait for the learner before a sixteenth more may pass
   */
  LearningDistance(int most, Duration patience) {
    if (most < 1) {
      throw new IllegalArgumentException("distance is " + most + " records: must be at least 1");
    }
    this.most = most;
    this.patienceMs = patience.toMillis();
  }

  /** A record of this event time was sent. */
  void sent(long time) {
    sent++;
    newest = Math.max(newest, time);
    if (sent % Math.max(1, most / MARKS) == 0) {
      marks.addLast(new Mark(sent, newest));
    }
  }

  /**
   * Whether another record may be sent.
   *
   * @param learnedUntil event time until which the newest published model has learned
   * @param now by the clock, milliseconds
   */
  boolean hasRoom(long learnedUntil, long now) {
    while (!marks.isEmpty() && marks.peekFirst().time() <= learnedUntil) {
      Mark mark = marks.removeFirst();
      learned = Math.max(learned, mark.sent());
      progressAt = now;
    }
    if (sent - learned < most) {
      progressAt = progressAt == Long.MIN_VALUE ? now : progressAt;
      return true;
    }
    if (now - progressAt >= patienceMs) {
      learned += Math.max(1, most / MARKS);
      progressAt = now;
      return true;
    }
    return false;
  }
}
