package io.tidemill.kafka;

import java.util.concurrent.TimeUnit;

/** The clock that a replay keeps its pace by. */
public interface PaceClock {

  /** Milliseconds since any fixed moment. */
  long millis();

  void sleep(long millis) throws InterruptedException;

  /** The clock of this machine. */
  static PaceClock system() {
    return new PaceClock() {
      @Override
      public long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
      }

      @Override
      public void sleep(long millis) throws InterruptedException {
        Thread.sleep(millis);
      }
    };
  }
}
