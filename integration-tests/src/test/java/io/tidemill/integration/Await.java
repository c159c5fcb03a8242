package io.tidemill.integration;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what other processes do: asks again and again until it is so. */
final class Await {
  /** Far more than anything takes, even on a machine that is busy with other things. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Duration PAUSE = Duration.ofMillis(50);

  /** Something that may not be so yet. */
  @FunctionalInterface
  interface Fact {
    boolean holds() throws Exception;
  }

  private Await() {}

  /** Returns when the fact holds; an error says what did not come true in time. */
  static void until(String what, Fact fact) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        if (fact.holds()) {
          return;
        }
      } catch (Exception e) {
        throw new AssertionError("while waiting for " + what, e);
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("within " + PATIENCE + " there was not: " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
