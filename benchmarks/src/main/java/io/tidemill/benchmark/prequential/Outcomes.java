package io.tidemill.benchmark.prequential;

import io.tidemill.feature.Classification;
import io.tidemill.feature.Forecast;
import io.tidemill.online.Audience;
import io.tidemill.online.Span;
import io.tidemill.pipeline.Pipeline;
import java.util.Map;

/**
 * How far off each answer to a stream was. Two passes over the same stream have the same outcomes
 * in the same order, so that they can be compared one by one.
 */
sealed interface Outcomes extends Audience permits ClassOutcomes, ForecastOutcomes {

  /**
   * A value an outcome by the name of the figure that their mean makes, low is good; NaN: cannot be
   * told. To be asked once.
   */
  Map<String, double[]> losses();

  /** Of a pipeline that classifies or forecasts. */
  static Outcomes of(Pipeline pipeline, Span span) {
    if (pipeline.model().task() instanceof Classification) {
      return new ClassOutcomes();
    }
    if (pipeline.model().task() instanceof Forecast forecast) {
      return new ForecastOutcomes(forecast, span);
    }
    throw new IllegalArgumentException(pipeline.name() + " neither classifies nor forecasts");
  }
}
