package io.tidemill.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemill.integration.Tanks.Reading;
import io.tidemill.local.EmbeddedBroker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** {@code ./tidemill run} and {@code demo} from their start to their summary. */
class LocalRunITCase {
  private static final Duration PROMPT = Duration.ofMinutes(1); // seconds, on an idle machine

  private static final int TANKS = 4;
  private static final int STEPS = 300;

  private static final Path DIRECTORY = Project.scratch(LocalRunITCase.class);

  @Test
  void aReplayIsAnsweredToItsLastRow() throws Exception {
    String pipeline = pipeline("csv", "format: csv, csv: {columns: [tank, at, level]}");
    List<String> rows = new ArrayList<>(List.of("level,at,tank"));
    Tanks tanks = new Tanks(TANKS, 1);
    for (int i = 0; i < TANKS * STEPS; i++) {
      Reading reading = tanks.next();
      rows.add(text(reading.level()) + "," + reading.time() + "," + reading.tank());
    }
    rows.addAll(List.of("high,1700000000000,tank-1", "1,noon,tank-1", "1,1700000000000,", "1"));
    String file = write("rows.csv", rows);
    Path kept = DIRECTORY.resolve("kept");

    JsonNode summary = run("csv", "--replay", file, "--dir", kept.toString(), pipeline);

    assertAnswered(summary, rows.size() - 1, 4);
    assertThat(summary.get("modelVersions").longValue()).isPositive();
    assertThat(summary.has("inService")).isTrue();
    assertThat(kept.resolve("logs")).isDirectory();
    assertThat(kept.resolve("kafka")).isNotEmptyDirectory();
  }

  @Test
  void filesOfEveryKindPlayIntoABrokerThatIsThere() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(DIRECTORY.resolve("broker"))) {
      String kafka = broker.bootstrapServers();

      String json = pipeline("json", "format: json");
      List<String> lines = new ArrayList<>(List.of("{\"tank\": \"cut", "{}"));
      Tanks tanks = new Tanks(TANKS, 2);
      for (int i = 0; i < TANKS * STEPS; i++) {
        lines.add(tanks.next().json());
      }
      String ndjson = write("lines.ndjson", lines);
      assertAnswered(run("json", "--kafka", kafka, "--replay", ndjson, json), lines.size(), 2);

      String wide = pipeline("wide", "format: json, wide: level");
      List<String> rows = new ArrayList<>(List.of("at,tank-0,tank-1,tank-2,tank-3", "a row cut"));
      for (int step = 0; step < STEPS; step++) {
        long time = Tanks.START + step * 60_000L;
        rows.add(time + cells(step));
      }
      String zipped = write("wide.csv.gz", rows);
      assertAnswered(run("wide", "--kafka", kafka, "--replay", zipped, wide), TANKS * STEPS + 1, 1);
    }
  }

  @Test
  void anInterruptedDemoEndsWithItsSummary() throws Exception {
    Path scratch = Files.createDirectories(DIRECTORY.resolve("interrupted"));
    try (LauncherProcess demo =
        LauncherProcess.start(
            scratch, List.of("demo", "--json", "--rate", "500", "--stations", "10"))) {
      Await.until("a report", () -> count(demo.lines(), "^0:0[1-9] .*") > 0);
      assertThat(demo.temporaryFiles()).anyMatch(name -> name.startsWith("tidemill-"));

      demo.interrupt();

      assertThat(demo.join(PROMPT)).as("%s", demo).isEqualTo(130);
      JsonNode summary = summary(demo);
      assertAnswered(summary, summary.get("events").intValue(), 0);
      assertThat(summary.get("events").longValue()).isPositive();
      assertThat(demo.temporaryFiles()).isEmpty();
    }
  }

  @Test
  void aDemoInterruptedWhileItStartsLeavesNothingBehind() throws Exception {
    Path scratch = Files.createDirectories(DIRECTORY.resolve("starting"));
    try (LauncherProcess demo = LauncherProcess.start(scratch, List.of("demo", "--json"))) {
      Await.until("its start", () -> count(demo.lines(), "Starting Kafka.*") > 0);

      demo.interrupt();

      assertThat(demo.join(PROMPT)).as("%s", demo).isEqualTo(130);
      JsonNode summary = summary(demo);
      assertAnswered(summary, summary.get("events").intValue(), 0);
      assertThat(demo.temporaryFiles()).isEmpty();
    }
  }

  private JsonNode run(String name, String... arguments) throws Exception {
    Path scratch = Files.createDirectories(DIRECTORY.resolve(name));
    List<String> command = new ArrayList<>(List.of("run", "--json"));
    command.addAll(List.of(arguments));
    try (LauncherProcess run = LauncherProcess.start(scratch, command)) {
      assertThat(run.join(Await.PATIENCE)).as("%s", run).isZero();
      return summary(run);
    }
  }

  /** The last line of standard output. */
  private static JsonNode summary(LauncherProcess run) throws IOException {
    List<String> lines = run.lines();
    JsonNode summary = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertThat(names(summary))
        .filteredOn(name -> !name.equals("inService")) // absent where nothing was judged
        .containsExactly(
            "events",
            "predictions",
            "unscored",
            "deadLetters",
            "late",
            "modelVersions",
            "freshnessMs",
            "latencyMs",
            "eventsPerSecond",
            "onlineError",
            "naiveError",
            "incidents",
            "seconds");
    assertThat(names(summary.get("freshnessMs"))).containsExactly("p50", "p99");
    assertThat(names(summary.get("latencyMs"))).containsExactly("p50", "p99");
    assertThat(names(summary.get("incidents")))
        .containsExactly("raised", "true", "false", "missed", "precision", "recall");
    return summary;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static void assertAnswered(JsonNode summary, int events, int deadLetters) {
    assertThat(summary.get("events").intValue()).isEqualTo(events);
    assertThat(summary.get("deadLetters").intValue()).isEqualTo(deadLetters);
    assertThat(summary.get("predictions").intValue() + summary.get("unscored").intValue())
        .isEqualTo(events - deadLetters);
  }

  private static long count(List<String> lines, String pattern) {
    return lines.stream().filter(line -> line.matches(pattern)).count();
  }

  private static String text(double value) {
    return Double.isNaN(value) ? "" : String.valueOf(value);
  }

  /** A row of every tank's level, one in twenty missing. */
  private static String cells(int step) {
    return IntStream.range(0, TANKS)
        .mapToObj(
            tank ->
                step % 20 == tank ? "," : "," + (5 + tank + 2 * Math.sin(2 * Math.PI * step / 60)))
        .collect(Collectors.joining());
  }

  private String pipeline(String name, String format) throws IOException {
    Path file = DIRECTORY.resolve(name + ".yaml");
    return Files.writeString(
            file,
            """
            name: %1$s
            events: {topic: %1$s-levels, %2$s, key: tank, time: {field: at, format: epoch-ms}, out-of-orderness: 10m}
            features:
              - {number: level, missing: last, scale: standard-per-key}
            model: {target: level, layers: [gru: 8, dense]}
            learn: {sequence: 8, batch: 16, publish-every: 500ms}
            """
                .formatted(name, format))
        .toString();
  }

  private String write(String name, List<String> lines) throws IOException {
    Path file = DIRECTORY.resolve(name);
    OutputStream to = Files.newOutputStream(file);
    try (OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(to) : to) {
      out.write((String.join("\n", lines) + "\n").getBytes(UTF_8));
    }
    return file.toString();
  }
}
