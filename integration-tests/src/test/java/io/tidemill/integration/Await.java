package io.tidemill.integration;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what other processes do: asks again and again until it is so. */
final class Await {
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** Something that may not be so yet. */
  @FunctionalInterface
  interface Fact {
    boolean holds() throws Exception;
  }

  private Await() {}

  /** Returns when the fact holds; an error says what did not come true in time. */
  static void until(String what, Duration atMost, Fact fact) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      try {
        if (fact.holds()) {
          return;
        }
      } catch (Exception e) {
        throw new AssertionError("while waiting for " + what, e);
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("within " + atMost + " there was not: " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
