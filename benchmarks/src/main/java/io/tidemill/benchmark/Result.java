package io.tidemill.benchmark;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The engine beside one peer: medians over the rounds.
 *
 * @param bench the case
 * @param rows of the bundle or of the batch
 * @param ratio of the engine's time to the peer's, the median of those of the rounds
 * @param least ratio of a round
 * @param most ratio of a round
 * @param gigaflops the engine's GFLOP/s, by {@link Flops}
 * @param share of what a core does at most in multiply-adds
 */
@JsonPropertyOrder({"bench", "rows", "oursMicros", "peer", "peerMicros", "ratio"})
record Result(
    String bench,
    int rows,
    double oursMicros,
    String peer,
    double peerMicros,
    double ratio,
    double least,
    double most,
    double gigaflops,
    double share) {

  /** Of the times of the rounds, microseconds. */
  static Result of(
      String bench,
      int rows,
      List<Double> ours,
      String peer,
      List<Double> peers,
      double flops,
      double peak) {
    double gigaflops = flops / Median.of(ours) / 1000;
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(ours.get(i) / peers.get(i));
    }
    return new Result(
        bench,
        rows,
        rounded(Median.of(ours)),
        peer,
        rounded(Median.of(peers)),
        rounded(Median.of(ratios)),
        rounded(ratios.stream().mapToDouble(Double::doubleValue).min().orElseThrow()),
        rounded(ratios.stream().mapToDouble(Double::doubleValue).max().orElseThrow()),
        rounded(gigaflops),
        rounded(gigaflops / peak));
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  static String header() {
    return "%-22s %5s %12s %8s %5s   %-11s %12s %7s"
        .formatted("", "rows", "ours µs", "GFLOP/s", "peak", "peer", "peer µs", "ratio");
  }

  String line() {
    return "%-22s %5d %12.2f %8.1f %5.2f   %-11s %12.2f %7.3f  %.3f to %.3f"
        .formatted(bench, rows, oursMicros, gigaflops, share, peer, peerMicros, ratio, least, most);
  }
}
