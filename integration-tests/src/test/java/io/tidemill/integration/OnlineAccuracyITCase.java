package io.tidemill.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./tidemill evaluate stream} on real files, with the pipelines that are shipped. */
class OnlineAccuracyITCase {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path directory = Project.scratch(OnlineAccuracyITCase.class);

  @ParameterizedTest
  @CsvSource({
    "electricity.yaml, online/electricity.csv.gz, 45312, 0.8533, 0.950",
    "electricity-raw.yaml, online/electricity.csv.gz, 45312, 0.8533, 0.885",
    "weather.yaml, online/weather.csv.gz, 18159, 0.6802, 0.820",
    "weather-raw.yaml, online/weather.csv.gz, 18159, 0.6802, 0.800",
    "intrusion.yaml, intrusion/KDDTrain+_20Percent.txt.gz, 25192, 0.5011, 0.989"
  })
  void classesAreLearnedInOnePass(
      String pipeline, String file, int rows, double noChange, double atLeast) throws Exception {
    JsonNode metrics = evaluate(pipeline, Project.realData(file), "--alone");

    assertThat(metrics.path("labelled").asInt()).isEqualTo(rows);
    assertThat(metrics.path("accuracyNoChange").asDouble()).isCloseTo(noChange, within(1e-4));
    assertThat(metrics.path("accuracy").asDouble()).isGreaterThanOrEqualTo(atLeast);
  }

  /** The smallest of the streams: a league costs as much as all of its models. */
  @Test
  void aLeagueIsBetterThanEachOfItsModels() throws Exception {
    JsonNode metrics = evaluate("weather-raw.yaml", Project.realData("online/weather.csv.gz"));

    assertThat(metrics.path("accuracy").asDouble()).isGreaterThanOrEqualTo(0.806);
    JsonNode candidates = metrics.path("league").path("candidates");
    assertThat(candidates).hasSize(5);
    for (JsonNode candidate : candidates) {
      assertThat(candidate.path("accuracy").asDouble())
          .as(candidate.path("name").asText())
          .isLessThan(metrics.path("accuracy").asDouble());
    }
    assertThat(metrics.path("league").path("decisions")).isNotEmpty();
  }

  @Test
  void roadSpeedsAreLearnedInOnePass() throws Exception {
    JsonNode metrics =
        evaluate(
            "roads.yaml",
            Project.realData("forecast/metr_la_los_speed_first5days.csv.gz"),
            "--judge",
            "864:1440");

    assertThat(metrics.path("maeNoChange@3").asDouble()).isCloseTo(2.82, within(0.01));
    assertThat(metrics.path("maeNoChange@12").asDouble()).isCloseTo(4.05, within(0.01));
    assertThat(metrics.path("mae@3").asDouble()).isLessThanOrEqualTo(2.43);
    assertThat(metrics.path("mae@6").asDouble()).isLessThanOrEqualTo(2.85);
    assertThat(metrics.path("mae@12").asDouble()).isLessThanOrEqualTo(3.40);
  }

  private JsonNode evaluate(String pipeline, Path file, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("evaluate", "stream"));
    arguments.add(TidemillCommand.shipped(pipeline).toString());
    arguments.addAll(List.of("--data", file.toString(), "--json"));
    arguments.addAll(List.of(options));
    return TidemillCommand.json(directory.resolve(pipeline + ".log"), PATIENCE, arguments);
  }
}
