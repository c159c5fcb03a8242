package io.tidemill.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tidemill.local.EmbeddedBroker;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.schema.message.Prediction;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;

/** Only versions that are signed answer, where a pipeline asks for that. */
class SignedModelsITCase {
  private static final Path DIRECTORY = Project.scratch(SignedModelsITCase.class);
  private static final int EVENTS = 2000;
  private static final int FORGED = 1000;

  private final String privateKey;
  private final String publicKey;
  private final String file;
  private final String events;

  SignedModelsITCase() throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    privateKey = Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded());
    publicKey = Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    file = Files.writeString(DIRECTORY.resolve("signed-tanks.yaml"), PIPELINE).toString();
    List<String> rows = new ArrayList<>(List.of("tank,at,level"));
    Tanks tanks = new Tanks(4, 1);
    for (int i = 0; i < EVENTS; i++) {
      Tanks.Reading reading = tanks.next();
      String level = Double.isNaN(reading.level()) ? "" : String.valueOf(reading.level());
      rows.add(reading.tank() + "," + reading.time() + "," + level);
    }
    events =
        Files.writeString(DIRECTORY.resolve("rows.csv"), String.join("\n", rows) + "\n").toString();
  }

  @Test
  void aForgedVersionNeverAnswersAndNoKeyIsWrittenDown() throws Exception {
    Map<String, String> publishing =
        Map.of("TIDEMILL_MODEL_PRIVATE_KEY", privateKey, "TIDEMILL_MODEL_PUBLIC_KEY", publicKey);
    try (EmbeddedBroker broker = EmbeddedBroker.start(DIRECTORY.resolve("broker"))) {
      String kafka = broker.bootstrapServers();
      String folder = DIRECTORY.resolve("run").toString();
      command(publishing, 0, "run", file, "--kafka", kafka, "--replay", events, "--dir", folder);
      assertThat(chunks(kafka)).isNotEmpty().noneMatch(chunk -> chunk.getSignature() == null);
      assertThat(answering(kafka)).contains(1);

      forge(kafka);

      JsonNode list =
          command(
              Map.of("TIDEMILL_MODEL_PUBLIC_KEY", publicKey),
              0,
              "models",
              file,
              "list",
              "--kafka",
              kafka);
      assertThat(list.get("untrusted").intValue()).isEqualTo(1);
      assertThat(list.get("inService").textValue()).startsWith("1.");
      command(publishing, 0, "run", file, "--kafka", kafka, "--replay", events);
      assertThat(answering(kafka)).contains(2).doesNotContain(FORGED);

      command(Map.of(), 1, "run", file, "--kafka", kafka, "--replay", events);
      assertThat(Files.readString(DIRECTORY.resolve("run-1").resolve("err")))
          .contains("needs a key in the environment variable TIDEMILL_MODEL_PUBLIC_KEY");
    }
    assertThat(filesWith(privateKey)).isEmpty();
    assertThat(
            filesWith(
                new String(Base64.getDecoder().decode(privateKey), StandardCharsets.ISO_8859_1)))
        .isEmpty();
  }

  /** A version of the pipeline's network, newer than all, by somebody without the key. */
  private void forge(String kafka) throws Exception {
    Pipeline pipeline = PipelineFile.read(Path.of(file));
    ModelSnapshot untrained = Models.untrained(pipeline.model());
    try (TopicWriter writer = new TopicWriter(kafka)) {
      writer.publish(
          pipeline.topics().models(),
          new ModelSnapshot(
              untrained.spec(),
              new ModelVersion(FORGED, 1),
              untrained.weights(),
              untrained.scaling(),
              untrained.provenance()));
    }
  }

  private static List<ModelChunk> chunks(String kafka) {
    try (TopicReader<ModelChunk> reader =
        TopicReader.of(
            kafka, "signed-tanks.models", ModelChunk.class, IsolationLevel.READ_COMMITTED)) {
      return reader.read();
    }
  }

  /** The epochs of what answered. */
  private static List<Integer> answering(String kafka) {
    try (TopicReader<Prediction> reader =
        TopicReader.of(
            kafka, "signed-tanks.predictions", Prediction.class, IsolationLevel.READ_COMMITTED)) {
      return reader.read().stream()
          .map(Prediction::getModel)
          .filter(model -> model != null)
          .map(model -> model.getEpoch())
          .distinct()
          .toList();
    }
  }

  /** Files that the jobs, the broker and the commands wrote. */
  private static List<Path> filesWith(String secret) throws IOException {
    try (Stream<Path> files = Files.walk(DIRECTORY)) {
      return files
          .filter(Files::isRegularFile)
          .filter(path -> read(path).contains(secret))
          .toList();
    }
  }

  private static String read(Path path) {
    try {
      return Files.readString(path, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // removed meanwhile
    }
  }

  private static JsonNode command(Map<String, String> environment, int status, String... arguments)
      throws Exception {
    Path scratch = Files.createDirectories(DIRECTORY.resolve(arguments[0] + "-" + status));
    List<String> command = new ArrayList<>(List.of(arguments));
    command.add("--json");
    try (LauncherProcess process = LauncherProcess.start(scratch, command, environment)) {
      assertThat(process.join(Await.PATIENCE)).as("%s", process).isEqualTo(status);
      List<String> lines = process.lines();
      return status == 0
          ? new ObjectMapper().readTree(lines.get(lines.size() - 1))
          : MissingNode.getInstance();
    }
  }

  private static final String PIPELINE =
      """
      name: signed-tanks
      events: {topic: signed-tank-levels, key: tank, time: {field: at, format: epoch-ms}, out-of-orderness: 10m}
      features:
        - {number: level, missing: last, scale: standard-per-key}
      model: {target: level, layers: [gru: 8, dense]}
      learn: {sequence: 16, batch: 16, publish-every: 500ms, optimizer: {adam: 0.01}}
      execution: {signed-models: ed25519, checkpoint-every: 500ms}
      """;
}
