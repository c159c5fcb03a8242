package io.tidemill.local;

import org.HdrHistogram.Histogram;

/** Measured durations; percentiles are right to three digits. Not thread-safe. */
final class Durations {

  private static final long LONGEST_MS = 86_400_000;

  private final Histogram histogram = new Histogram(LONGEST_MS, 3);

  /** Clocks that disagree count as no time, more than a day as a day. */
  void add(long millis) {
    histogram.recordValue(Math.max(0, Math.min(LONGEST_MS, millis)));
  }

  Percentiles percentiles() {
    return Percentiles.of(histogram);
  }
}
