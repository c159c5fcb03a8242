package io.tidemill.online;

import io.tidemill.feature.Classification;
import io.tidemill.feature.Forecast;
import io.tidemill.pipeline.Pipeline;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** How good the answers to a stream were, each judged before it was learned from. */
sealed interface Score permits ClassScore, ForecastScore {

  /** Judges an answer, or what it makes known of earlier ones. */
  void add(Answer answer);

  /** What was counted, by name and in the order to be shown; NaN: cannot be told. */
  Map<String, Double> metrics();

  /** Columns of the file of answers behind key and time. */
  List<String> columns();

  /** The values of an answer in these columns; empty: cannot be told. */
  List<String> values(Answer answer);

  /**
   * Of a pipeline's task.
   *
   * @throws IOException if there is no telling how good it is
   */
  static Score of(Pipeline pipeline, Span span) throws IOException {
    if (pipeline.model().task() instanceof Classification classification) {
      return new ClassScore(classification, span);
    }
    if (pipeline.model().task() instanceof Forecast forecast) {
      return new ForecastScore(forecast, span);
    }
    throw new IOException(
        pipeline.source()
            + ": no stream says how good its answers are: this takes task: forecast or classify");
  }
}
