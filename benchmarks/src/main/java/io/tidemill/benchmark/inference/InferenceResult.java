package io.tidemill.benchmark.inference;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.tidemill.benchmark.Median;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job beside tidemill: medians over the rounds.
 *
 * @param p50Ms of the latency at the stated rate; null: not measured
 * @param ratio of the events per second to those of tidemill, on the same events, the median of
 *     those of the rounds; null: that was not measured
 */
@JsonPropertyOrder({"job", "eventsPerSecond", "p50Ms", "p99Ms", "ratio"})
record InferenceResult(
    String job,
    double eventsPerSecond,
    @Nullable Double p50Ms,
    @Nullable Double p99Ms,
    @Nullable Double ratio) {

  static InferenceResult of(
      Job job, List<Double> speeds, @Nullable List<Double> ours, List<Latency> latencies) {
    Double ratio = null;
    if (ours != null) {
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < speeds.size(); i++) {
        ratios.add(speeds.get(i) / ours.get(i));
      }
      ratio = rounded(Median.of(ratios), 1000);
    }
    List<Double> p50 = latencies.stream().map(Latency::p50).toList();
    List<Double> p99 = latencies.stream().map(Latency::p99).toList();
    return new InferenceResult(
        job.title(),
        rounded(Median.of(speeds), 1),
        latencies.isEmpty() ? null : rounded(Median.of(p50), 100),
        latencies.isEmpty() ? null : rounded(Median.of(p99), 100),
        ratio);
  }

  private static double rounded(double value, double unit) {
    return Math.round(value * unit) / unit;
  }

  static String header() {
    return "%-26s %12s %8s %8s %8s".formatted("", "events/s", "p50 ms", "p99 ms", "ratio");
  }

  String line() {
    return "%-26s %,12.0f %8s %8s %8s"
        .formatted(job, eventsPerSecond, shown(p50Ms), shown(p99Ms), shown(ratio));
  }

  private static String shown(@Nullable Double value) {
    return value == null ? "" : String.valueOf(value);
  }
}
