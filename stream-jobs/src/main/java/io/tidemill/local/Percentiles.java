package io.tidemill.local;

import org.HdrHistogram.Histogram;

/** Median and 99th percentile of durations, milliseconds; NaN: nothing measured. */
public record Percentiles(double p50, double p99) {

  static Percentiles of(Histogram histogram) {
    return histogram.getTotalCount() == 0
        ? new Percentiles(Double.NaN, Double.NaN)
        : new Percentiles(histogram.getValueAtPercentile(50), histogram.getValueAtPercentile(99));
  }
}
