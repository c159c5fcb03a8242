package io.tidemill.benchmark.inference;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
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
      double[] ratios = new double[speeds.size()];
      for (int i = 0; i < ratios.length; i++) {
        ratios[i] = speeds.get(i) / ours.get(i);
      }
      ratio = rounded(median(ratios), 1000);
    }
    double[] speed = speeds.stream().mapToDouble(Double::doubleValue).toArray();
    double[] p50 = latencies.stream().mapToDouble(Latency::p50).toArray();
    double[] p99 = latencies.stream().mapToDouble(Latency::p99).toArray();
    return new InferenceResult(
        job.title(),
        rounded(median(speed), 1),
        latencies.isEmpty() ? null : rounded(median(p50), 100),
        latencies.isEmpty() ? null : rounded(median(p99), 100),
        ratio);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
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
