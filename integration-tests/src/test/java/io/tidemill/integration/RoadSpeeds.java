package io.tidemill.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.schema.message.Output;
import io.tidemill.schema.message.Prediction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** What the road sensors of a wide file measured, to judge forecasts of it by. */
final class RoadSpeeds {
  /** As pipelines/traffic.yaml numbers the rows. */
  private static final long START = Instant.parse("2012-03-01T00:00:00Z").toEpochMilli();

  private static final long EVERY = Duration.ofMinutes(5).toMillis();

  private final Map<String, Integer> sensors = new HashMap<>(); // columns
  private final List<double[]> rows; // [sensors], miles per hour

  RoadSpeeds(Path file) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
      for (String sensor : lines.readLine().split(",", -1)) {
        sensors.put(sensor, sensors.size());
      }
      rows =
          lines
              .lines()
              .map(line -> Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble))
              .map(speeds -> speeds.toArray())
              .toList();
    }
  }

  int sensors() {
    return sensors.size();
  }

  int rows() {
    return rows.size();
  }

  /**
   * Mean absolute errors of forecasts, in miles per hour.
   *
   * @param forecasts that there were
   */
  record Errors(int forecasts, double online, double lastValue) {}

  /** Judges forecasts of one horizon for the rows from {@code first} on. */
  Errors judge(List<Prediction> predictions, int horizon, int first) {
    int forecasts = 0;
    double online = 0;
    double lastValue = 0;
    for (Prediction prediction : predictions) {
      int row = (int) ((prediction.getTime() - START) / EVERY);
      int target = row + horizon;
      for (Output output : prediction.getOutputs()) {
        if (output.getHorizon() == horizon && target >= first && target < rows.size()) {
          int sensor = sensors.getOrDefault(prediction.getKey(), -1);
          double truth = rows.get(target)[sensor];
          forecasts++;
          online += Math.abs(output.getValue() - truth);
          lastValue += Math.abs(rows.get(row)[sensor] - truth);
        }
      }
    }
    return new Errors(forecasts, online / forecasts, lastValue / forecasts);
  }
}
