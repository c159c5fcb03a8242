package io.tidemill.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemill.schema.Topic;
import io.tidemill.schema.message.Prediction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./tidemill run} plays real files to their end, with the pipelines that are shipped. */
class RealDataITCase {
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final int HORIZON = 3; // a quarter of an hour
  private static final int LAST_TWO_DAYS = 864; // first row
  private static final double LAST_VALUE_ERROR = 2.82; // measured by others, miles per hour

  private final Path directory = Project.scratch(RealDataITCase.class);

  @ParameterizedTest
  @CsvSource({
    "nyc-taxi.yaml, nyc_taxi.csv.gz, 10320",
    "machine-temperature.yaml, machine_temperature_system_failure.csv.gz, 22695"
  })
  void answersEveryRowOfASeries(String pipeline, String file, int rows) throws Exception {
    Path data = Project.realData("nab/data/realKnownCause").resolve(file);

    assertAnswered(run(pipeline, data), rows);
  }

  @Test
  void forecastsOfRoadSensorsBeatTheLastValueOverTheLastTwoDays() throws Exception {
    Path data = Project.realData("forecast/metr_la_los_speed_first5days.csv.gz");
    RoadSpeeds speeds = new RoadSpeeds(data);
    try (PipelineTopics topics =
        PipelineTopics.create(TidemillCommand.shipped("traffic.yaml"), directory)) {
      JsonNode summary = run("traffic.yaml", data, "--kafka", topics.kafka());

      assertAnswered(summary, speeds.rows() * speeds.sensors());
      List<Prediction> answers = topics.uncommitted(Topic.PREDICTIONS, Prediction.class).read();
      RoadSpeeds.Errors errors = speeds.judge(answers, HORIZON, LAST_TWO_DAYS);
      assertThat(errors.forecasts()).isEqualTo((speeds.rows() - LAST_TWO_DAYS) * speeds.sensors());
      assertThat(errors.lastValue()).isCloseTo(LAST_VALUE_ERROR, within(0.01));
      assertThat(errors.online()).isLessThan(errors.lastValue());
    }
  }

  private static void assertAnswered(JsonNode summary, int rows) {
    assertThat(summary.path("events").asInt()).isEqualTo(rows);
    assertThat(summary.path("predictions").asInt() + summary.path("unscored").asInt())
        .isEqualTo(rows);
    assertThat(summary.path("deadLetters").asInt()).isZero();
    assertThat(summary.path("late").asInt()).isZero();
    assertThat(summary.path("modelVersions").asInt()).isPositive();
  }

  /** Plays a file, and returns the summary. */
  private JsonNode run(String pipeline, Path file, String... options) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("run", TidemillCommand.shipped(pipeline).toString()));
    arguments.addAll(List.of("--replay", file.toString(), "--speed", "max", "--json"));
    arguments.addAll(List.of(options));
    return TidemillCommand.json(directory.resolve(pipeline + ".log"), PATIENCE, arguments);
  }
}
