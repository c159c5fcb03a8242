package io.tidemill.offline;

import io.tidemill.feature.Classification;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Generation;
import io.tidemill.feature.Task;
import io.tidemill.snapshot.ModelSnapshot;
import java.util.Map;

/** Counts how good answers are, by the task. */
interface Judge extends Answering.Use {

  /** What was counted, by name and in the order to be shown; NaN: cannot be told. */
  Map<String, Double> metrics();

  /** More lines to show than numbers have names. */
  default String details() {
    return "";
  }

  /**
   * A judge of a model's answers to a part.
   *
   * @param known what was known before, of which naive answers and units are made
   */
  static Judge of(ModelSnapshot model, Part part, Part known) {
    Task task = model.spec().task();
    if (task instanceof Classification classification) {
      return new ClassificationJudge(
          classification, classification.labelColumn(model.spec().features()));
    }
    if (task instanceof Generation) {
      return new RealnessJudge();
    }
    return task instanceof Forecast forecast
        ? new ForecastJudge(model, forecast, part, known)
        : new ReconstructionJudge(part.rows());
  }
}
