package io.tidemill.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemill.kafka.KafkaConnection;
import io.tidemill.kafka.TopicCreation;
import io.tidemill.local.EmbeddedBroker;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What a version answered is what it answers when it is asked again. */
class ReplayITCase {
  private static final Path DIRECTORY = Project.scratch(ReplayITCase.class);
  private static final int TANKS = 4;
  private static final int EVENTS = 2000;
  private static final long END = Tanks.START + EVENTS / TANKS * Tanks.STEP;
  private static final long TO = END - 30 * Tanks.STEP; // event time of the job has come so far
  private static final long FROM = Tanks.START + 200 * Tanks.STEP;

  private final Pipeline pipeline;
  private final String file;

  ReplayITCase() throws IOException {
    Path path = Files.writeString(DIRECTORY.resolve("replayed-tanks.yaml"), PIPELINE);
    file = path.toString();
    pipeline = PipelineFile.read(path);
  }

  @Test
  void aReplayGivesTheAnswersOfTheJobAndLeavesItsTopicsAlone() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(DIRECTORY.resolve("broker"))) {
      String kafka = broker.bootstrapServers();
      publish(kafka);
      command("run", file, "--kafka", kafka, "--replay", rows());
      Map<TopicPartition, OffsetAndMetadata> committed = committed(kafka);
      List<String> topics = topics(kafka);

      Path all = DIRECTORY.resolve("all");
      JsonNode summary = replay(kafka, Tanks.START, TO, "--out", all.toString());

      List<String> predictions = predictions(kafka, "replayed-tanks", Tanks.START);
      List<String> alerts = alerts(kafka, "replayed-tanks", Tanks.START);
      assertThat(alerts).hasSizeGreaterThan(10);
      assertThat(lines(all, "predictions")).hasSizeGreaterThan(1800).isEqualTo(predictions);
      assertThat(lines(all, "alerts")).isEqualTo(alerts);
      assertThat(summary.get("predictions").intValue()).isEqualTo(predictions.size());
      assertThat(summary.get("alerts").intValue()).isEqualTo(alerts.size());
      assertThat(summary.get("deadLetters").intValue()).isZero();

      Path again = DIRECTORY.resolve("again");
      replay(kafka, Tanks.START, TO, "--out", again.toString());
      for (String name : List.of("predictions.ndjson", "alerts.ndjson")) {
        assertThat(again.resolve(name)).hasSameBinaryContentAs(all.resolve(name));
      }

      JsonNode later = replay(kafka, FROM, TO, "--topic", "what-if");
      assertThat(later.get("warmUpEvents").intValue()).isPositive();
      assertThat(predictions(kafka, "what-if", FROM))
          .isEqualTo(predictions(kafka, "replayed-tanks", FROM));
      assertThat(alerts(kafka, "what-if", FROM)).isEqualTo(alerts(kafka, "replayed-tanks", FROM));

      assertThat(committed(kafka)).isEqualTo(committed);
      List<String> now = new ArrayList<>(topics);
      now.addAll(List.of("what-if.alerts", "what-if.predictions"));
      assertThat(topics(kafka)).containsExactlyInAnyOrderElementsOf(now);
    }
  }

  private void publish(String kafka) throws Exception {
    new TopicCreation(KafkaConnection.of(kafka)).createMessages(pipeline.topics(), 4);
    try (TopicWriter writer = new TopicWriter(kafka)) {
      writer.publish(pipeline.topics().models(), Models.untrained(pipeline.model()));
    }
  }

  private JsonNode replay(String kafka, long from, long to, String... output) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("replay", file, "--kafka", kafka));
    arguments.addAll(List.of("--model", "1.1", "--warm-up", "10d"));
    arguments.addAll(List.of("--from", iso(from), "--to", iso(to)));
    arguments.addAll(List.of(output));
    return command(arguments.toArray(String[]::new));
  }

  private static String iso(long time) {
    return Instant.ofEpochMilli(time).toString();
  }

  private static JsonNode command(String... arguments) throws Exception {
    Path scratch = Files.createTempDirectory(DIRECTORY, arguments[0]);
    List<String> command = new ArrayList<>(List.of(arguments));
    command.add("--json");
    try (LauncherProcess process = LauncherProcess.start(scratch, command)) {
      assertThat(process.join(Await.PATIENCE)).as("%s", process).isZero();
      List<String> lines = process.lines();
      return new ObjectMapper().readTree(lines.get(lines.size() - 1));
    }
  }

  private static List<String> lines(Path folder, String name) throws IOException {
    return Files.readAllLines(folder.resolve(name + ".ndjson")).stream().sorted().toList();
  }

  private static List<String> predictions(String kafka, String name, long from) {
    return read(
        kafka,
        name + ".predictions",
        Prediction.class,
        prediction -> prediction.getTime() >= from && prediction.getTime() < TO);
  }

  private static List<String> alerts(String kafka, String name, long from) {
    return read(
        kafka,
        name + ".alerts",
        Alert.class,
        alert -> alert.getTime() >= from && alert.getTime() < TO);
  }

  /** Messages as JSON, sorted. */
  private static <T extends SpecificRecordBase> List<String> read(
      String kafka, String topic, Class<T> type, Predicate<T> wanted) {
    MessageCodec<T> codec = MessageCodec.of(type);
    try (TopicReader<T> reader =
        TopicReader.of(kafka, topic, type, IsolationLevel.READ_COMMITTED)) {
      return reader.read().stream()
          .filter(wanted)
          .map(message -> new String(codec.encodeJson(message), UTF_8))
          .sorted()
          .toList();
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(String kafka) throws Exception {
    try (Admin admin = admin(kafka)) {
      assertThat(admin.listGroups().all().get()).hasSize(1);
      return admin
          .listConsumerGroupOffsets("replayed-tanks-inference")
          .partitionsToOffsetAndMetadata()
          .get();
    }
  }

  private static List<String> topics(String kafka) throws Exception {
    try (Admin admin = admin(kafka)) {
      return List.copyOf(admin.listTopics().names().get());
    }
  }

  private static Admin admin(String kafka) {
    return Admin.create(Map.of("bootstrap.servers", kafka));
  }

  private static String rows() throws IOException {
    List<String> rows = new ArrayList<>(List.of("tank,at,level"));
    Tanks tanks = new Tanks(TANKS, 1);
    for (int i = 0; i < EVENTS; i++) {
      Tanks.Reading reading = tanks.next();
      double level = reading.level() + (i % 97 == 0 ? 40 : 0);
      String written = Double.isNaN(level) ? "" : String.valueOf(level);
      rows.add(reading.tank() + "," + reading.time() + "," + written);
    }
    Path file = DIRECTORY.resolve("rows.csv");
    return Files.writeString(file, String.join("\n", rows) + "\n").toString();
  }

  private static final String PIPELINE =
      """
      name: replayed-tanks
      events: {topic: replayed-levels, key: tank, time: {field: at, format: epoch-ms}, out-of-orderness: 10m}
      features:
        - {number: level, missing: last, scale: standard-per-key}
      model: {target: level, layers: [gru: 8, dense]}
      alerts: {score: {residual: {warm-up: 20}}, threshold: {fixed: 5}, incident: {quiet: 10m}}
      execution: {served-features: false, checkpoint-every: 500ms, parallelism: 2}
      """;
}
