package io.tidemill.inference;

import java.util.concurrent.ScheduledFuture;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that no bundle waits longer than its delay, with one timer at a time. After a pause of
 * that length nothing more is expected soon, so the event that ends it is not made to wait at all.
 */
final class BundleTimer {

  /** Flushes the bundle, and may fail as Flink's operators may. */
  interface Flush {
    void run() throws Exception;
  }

  private final ProcessingTimeService clock;
  private final long delayMs;
  private final Flush flush;
  private boolean open;
  private @Nullable ScheduledFuture<?> timer;
  private long openedAt; // clock ms
  private long flushedAt; // clock ms

  BundleTimer(ProcessingTimeService clock, long delayMs, Flush flush) {
    this.clock = clock;
    this.delayMs = delayMs;
    this.flush = flush;
  }

  /** The first event is in the bundle. */
  void opened() throws Exception {
    open = true;
    openedAt = clock.getCurrentProcessingTime();
    if (openedAt - flushedAt >= delayMs) {
      flush.run();
    } else if (timer == null) {
      schedule();
    }
  }

  /** The bundle is empty. */
  void flushed() {
    open = false;
    flushedAt = clock.getCurrentProcessingTime();
  }

  private void schedule() {
    timer = clock.registerTimer(openedAt + delayMs, this::onDue);
  }

  private void onDue(long due) throws Exception {
    timer = null;
    if (open && clock.getCurrentProcessingTime() - openedAt >= delayMs) {
      flush.run();
    } else if (open) {
      schedule(); // the bundle that the timer was for is gone, this one is younger
    }
  }
}
