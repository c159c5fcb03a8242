package io.tidemill.inference;

import io.tidemill.schema.message.FeatureRecordKind;
import io.tidemill.schema.message.ServedFeatures;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;

/**
 * Tells the learner how far event time has come: at every advance of the watermark, but at most
 * once in {@link #INTERVAL_MS} of the clock; what was held back follows by itself.
 */
final class WatermarkAnnouncer {

  /** Milliseconds of the clock between two announcements. */
  static final long INTERVAL_MS = 20;

  /**
   * Who announces.
   *
   * @param attempt the same for all subtasks of a run, greater for a later run
   */
  record Announcer(long attempt, int subtask, int parallelism) {

    /**
     * The attempt of a run: first by its submission, so that a job submitted later comes later
     * however many checkpoints the one before had behind it. No clock of a subtask is asked, as
     * theirs would differ.
     *
     * @param submittedAt clock ms
     * @param runs grows with every restart of a submitted job
     */
    static long attempt(long submittedAt, long runs) {
      return (submittedAt << 20) + runs;
    }
  }

  private final Announcer announcer;
  private final ProcessingTimeService clock;
  private final Consumer<ServedFeatures> output;
  private long watermark = Long.MIN_VALUE;
  private long announced = Long.MIN_VALUE;
  private long dueAt = Long.MIN_VALUE; // clock ms
  private @Nullable ScheduledFuture<?> timer;

  WatermarkAnnouncer(
      Announcer announcer, ProcessingTimeService clock, Consumer<ServedFeatures> output) {
    this.announcer = announcer;
    this.clock = clock;
    this.output = output;
  }

  /** Event time of the events: those up to it are late; {@link Long#MIN_VALUE}: none yet. */
  long watermark() {
    return watermark;
  }

  /**
   * Goes on from where the run before was: at the least of the watermarks of its subtasks. That is
   * announced soon, as it may take long until another one comes.
   */
  void restore(Iterable<Long> watermarks) {
    long least = Long.MAX_VALUE;
    for (long restored : watermarks) {
      least = Math.min(least, restored);
    }
    if (least != Long.MAX_VALUE) {
      dueAt = clock.getCurrentProcessingTime() + INTERVAL_MS;
      advance(least);
    }
  }

  /** Event time has come to {@code to}, ms. */
  void advance(long to) {
    watermark = Math.max(watermark, to);
    if (watermark > announced && timer == null) {
      if (clock.getCurrentProcessingTime() >= dueAt) {
        announce(watermark);
      } else {
        timer = clock.registerTimer(dueAt, this::onDue);
      }
    }
  }

  private void onDue(long at) {
    timer = null;
    if (watermark > announced) {
      announce(watermark);
    }
  }

  /** No event follows: announces the last watermark, then {@link Long#MAX_VALUE}. */
  void end() {
    if (watermark > announced) {
      announce(watermark);
    }
    announce(Long.MAX_VALUE);
  }

  private void announce(long time) {
    announced = time;
    dueAt = clock.getCurrentProcessingTime() + INTERVAL_MS;
    ServedFeatures row = new ServedFeatures();
    row.setKind(FeatureRecordKind.WATERMARK);
    row.setTime(time);
    row.setEventId("");
    row.setKey("");
    row.setSchema$("");
    row.setObserved(List.of());
    row.setAnswer(List.of());
    row.setRows(List.of());
    row.setAttempt(announcer.attempt());
    row.setSubtask(announcer.subtask());
    row.setParallelism(announcer.parallelism());
    output.accept(row);
  }
}
