package io.tidemill.benchmark.prequential;

import io.tidemill.online.OnlineEvaluation;
import io.tidemill.online.Span;
import io.tidemill.pipeline.Pipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One pass over a stream.
 *
 * @param metrics what {@code ./tidemill evaluate stream} says of it
 * @param losses a value an outcome, by the name of the metric that they make
 */
record Pass(Map<String, Double> metrics, Map<String, double[]> losses) {
  private static final Set<String> BESIDE =
      Set.of("kappaTemporal", "accuracyNoChange", "accuracyMajority");

  /** Plays a file from its beginning to its end. */
  static Pass of(Pipeline pipeline, Path data, Span span) throws IOException {
    Outcomes outcomes = Outcomes.of(pipeline, span);
    Map<String, Double> metrics =
        new OnlineEvaluation(pipeline, List.of(data), span, null, false)
            .measure(outcomes, new PrintWriter(System.err, true));
    return new Pass(metrics, outcomes.losses());
  }

  /** The metrics that count, and the naive answers' beside them. */
  Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    metrics.forEach(
        (name, value) -> {
          String own = name.replace("NoChange", "");
          if (losses.containsKey(own) || BESIDE.contains(name)) {
            figures.put(name, value);
          }
        });
    return figures;
  }

  double eventsPerSecond() {
    return metrics.getOrDefault("eventsPerSecond", Double.NaN);
  }
}
