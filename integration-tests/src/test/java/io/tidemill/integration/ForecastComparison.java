package io.tidemill.integration;

import io.tidemill.integration.Tanks.Reading;
import io.tidemill.schema.message.Prediction;
import java.util.List;

/**
 * Forecasts of the level one step ahead beside the last known level: mean absolute errors over the
 * second half of every key's readings.
 */
final class ForecastComparison {
  private double errors;
  private double lastValueErrors;
  private int forecasts;

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
      if (i >= readings.size() / 2 && !Double.isNaN(level - forecast)) {
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
