package io.tidemill.integration;

import io.tidemill.integration.Tanks.Reading;
import io.tidemill.schema.message.Prediction;
import java.util.List;

/**
 * Forecasts of the level one step ahead beside the last known level: mean absolute errors from an
 * event time on.
 */
final class ForecastComparison {
  private final long from;
  private double errors;
  private double lastValueErrors;
  private int forecasts;

  ForecastComparison(long from) {
    this.from = from;
  }

  /**
   * Adds a key.
   *
   * @param readings of the key as they were sent
   * @param answers to them, one each
   */
  void add(List<Reading> readings, List<Prediction> answers) {
    double forecast = Double.NaN;
    double last = Double.NaN;
    for (int i = 0; i < readings.size(); i++) {
      Prediction answer = answers.get(i);
      if (answer.getOutOfOrder()) {
        continue;
      }
      double level = readings.get(i).level();
      if (answer.getTime() > from && !Double.isNaN(level - forecast)) {
        errors += Math.abs(level - forecast);
        lastValueErrors += Math.abs(level - last);
        forecasts++;
      }
      last = Double.isNaN(level) ? last : level;
      forecast = answer.getOutputs().isEmpty() ? Double.NaN : answer.getOutputs().get(0).getValue();
    }
  }

  int forecasts() {
    return forecasts;
  }

  double error() {
    return errors / forecasts;
  }

  double lastValueError() {
    return lastValueErrors / forecasts;
  }
}
