package io.tidemill.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemill.local.EmbeddedBroker;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;

/** A model trained from a file begins a stream, and the learner goes on from it. */
class TrainedStreamITCase {
  private static final int TANKS = 4;
  private static final int STEPS = 400;
  private static final Path DIRECTORY = Project.scratch(TrainedStreamITCase.class);

  @Test
  void everyEventIsAnsweredAndTheLearnerGoesOn() throws Exception {
    String pipeline = Files.writeString(DIRECTORY.resolve("tanks.yaml"), PIPELINE).toString();
    String history = rows("history.csv", 1);
    String live = rows("live.csv", 2);
    String model = DIRECTORY.resolve("tanks.model").toString();
    try (EmbeddedBroker broker = EmbeddedBroker.start(DIRECTORY.resolve("broker"))) {
      String kafka = broker.bootstrapServers();
      JsonNode metrics =
          command("train", pipeline, "--data", history, "--epochs", "3", "--out", model);
      assertThat(metrics.get("validation").get("MAE").doubleValue())
          .isLessThan(metrics.get("validation").get("MAE of the last value").doubleValue());

      JsonNode summary =
          command("run", pipeline, "--kafka", kafka, "--replay", live, "--model", model);

      assertThat(summary.get("unscored").longValue()).isZero();
      assertThat(summary.get("predictions").intValue()).isEqualTo(TANKS * STEPS);
      assertAnsweredFromTheStart(kafka);
      assertLearnedOn(kafka);

      JsonNode again =
          command("run", pipeline, "--kafka", kafka, "--replay", live, "--model", model);

      assertThat(again.get("unscored").longValue()).isZero();
      assertThat(epochs(kafka)).as("the file is older than epoch 2").startsWith(1, 2).contains(3);
    }
  }

  private static void assertAnsweredFromTheStart(String kafka) {
    try (TopicReader<Prediction> reader =
        TopicReader.of(
            kafka, "tanks.predictions", Prediction.class, IsolationLevel.READ_COMMITTED)) {
      List<Prediction> predictions = reader.read();
      assertThat(predictions)
          .hasSize(TANKS * STEPS)
          .noneMatch(prediction -> prediction.getStatus() == PredictionStatus.UNSCORED);
      assertThat(predictions).anyMatch(prediction -> prediction.getModel().getEpoch() == 1);
    }
  }

  private static void assertLearnedOn(String kafka) {
    assertThat(epochs(kafka)).containsExactly(1, 2);
  }

  /** The epochs of what was published, each once. */
  private static List<Integer> epochs(String kafka) {
    try (TopicReader<ModelChunk> reader =
        TopicReader.of(kafka, "tanks.models", ModelChunk.class, IsolationLevel.READ_COMMITTED)) {
      return reader.read().stream().map(ModelChunk::getEpoch).distinct().toList();
    }
  }

  private static JsonNode command(String name, String... arguments) throws Exception {
    Path scratch = Files.createTempDirectory(DIRECTORY, name);
    List<String> command = new ArrayList<>(List.of(name, "--json"));
    command.addAll(List.of(arguments));
    try (LauncherProcess process = LauncherProcess.start(scratch, command)) {
      assertThat(process.join(Await.PATIENCE)).as("%s", process).isZero();
      List<String> lines = process.lines();
      assertThat(lines).as("on standard output").hasSize(name.equals("train") ? 1 : lines.size());
      return new ObjectMapper().readTree(lines.get(lines.size() - 1));
    }
  }

  private static String rows(String name, long seed) throws IOException {
    List<String> rows = new ArrayList<>(List.of("tank,at,level"));
    Tanks tanks = new Tanks(TANKS, seed);
    for (int i = 0; i < TANKS * STEPS; i++) {
      Tanks.Reading reading = tanks.next();
      String level = Double.isNaN(reading.level()) ? "" : String.valueOf(reading.level());
      rows.add(reading.tank() + "," + reading.time() + "," + level);
    }
    return Files.writeString(DIRECTORY.resolve(name), String.join("\n", rows) + "\n").toString();
  }

  private static final String PIPELINE =
      """
      name: tanks
      events: {topic: tank-levels, key: tank, time: {field: at, format: epoch-ms}, out-of-orderness: 10m}
      features:
        - {number: level, missing: last, scale: standard-per-key}
      model: {target: level, layers: [gru: 8, dense]}
      learn: {sequence: 16, batch: 16, publish-every: 500ms, optimizer: {adam: 0.01}}
      """;
}
