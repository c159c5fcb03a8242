package io.tidemill.local;

import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Forecast;
import io.tidemill.kafka.Event;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.ServedFeatures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares answers with what came, whichever of the two topics is read first. */
sealed interface Comparison permits ForecastComparison, ClassComparison {

  /** By the task; null: nothing will tell whether an answer was right. */
  static @Nullable Comparison of(Pipeline pipeline) {
    FeatureSchema schema = pipeline.features();
    if (pipeline.model().task() instanceof Forecast forecast) {
      return new ForecastComparison(
          schema, forecast, pipeline.events().outOfOrderness().toMillis());
    } else if (pipeline.model().task() instanceof Classification classification) {
      return new ClassComparison(schema, classification, pipeline.labels());
    }
    return null;
  }

  /** An answer to an event that was not late. */
  void answer(Prediction prediction);

  /** What an event was. */
  void observed(ServedFeatures row);

  /** A label that came by a topic of its own. */
  default void label(Event label) {}

  /** Compares what still waited for a successor: no more messages come. */
  default void finish() {}

  /** Over the second half of the run. */
  Quality secondHalf();

  /** From the start of the run to now, in at most 32 parts. */
  List<? extends Quality> course();
}
