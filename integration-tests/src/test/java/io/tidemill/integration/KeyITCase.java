package io.tidemill.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemill.inference.KeyState;
import io.tidemill.inference.SavedState;
import io.tidemill.integration.Tanks.Reading;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What savepoints remember of a key, as {@code tidemill key} shows it. */
class KeyITCase {
  private static final Path DIRECTORY = Project.scratch(KeyITCase.class);
  private static final Path SAVEPOINT =
      Project.root().resolve("integration-tests/src/test/resources/golden/savepoint-0.1.0");
  private static final int ANSWERED = 400; // when the savepoint was taken

  private final Path file = Project.pipeline("golden-savepoint.yaml");
  private final Pipeline pipeline = PipelineFile.read(file);

  @Test
  void everyKeyIsRememberedAsItsEventsWere() throws Exception {
    SavedState saved = SavedState.in(pipeline, SAVEPOINT);
    for (String tank : List.of("tank-0", "tank-7")) {
      KeyState state = Objects.requireNonNull(saved.key(tank));

      assertThat(state.isOfNetwork()).isTrue();
      assertThat(state.isOfLayout()).isTrue();
      assertThat(state.lastTime()).isEqualTo(lastOf(tank).time());
      assertThat(state.observed()).containsEntry("level.last", lastKnownLevel(tank));
      assertThat(state.expected()).containsOnlyKeys("level", "inflow");
      assertThat(state.memory()).hasSize(8);
    }
    assertThat(saved.key("tank-99")).isNull();
    assertThat(Objects.requireNonNull(saved.inService()).version()).hasToString("1.1");
  }

  @Test
  void theCommandTellsPeopleAndPrograms() throws Exception {
    JsonNode json =
        new ObjectMapper()
            .readTree(
                last(command(0, "--key", "tank-7", "--savepoint", SAVEPOINT.toString(), "--json")));
    assertThat(json.get("observed").get("level.last").doubleValue())
        .isEqualTo(lastKnownLevel("tank-7"));
    assertThat(json.get("memory")).hasSize(8);

    List<String> text = command(0, "--key", "tank-7", "--savepoint", SAVEPOINT.toString());
    assertThat(text)
        .contains("key            tank-7")
        .anyMatch(line -> line.startsWith("level.last "));
    assertThat(text).allMatch(line -> line.length() <= 80);

    assertThat(command(1, "--key", "tank-99", "--savepoint", SAVEPOINT.toString()))
        .singleElement()
        .asString()
        .contains("nothing is remembered of the key 'tank-99'");
  }

  @Test
  void whatIsNoSavepointOfThePipelineIsRefused() throws Exception {
    Path other =
        Files.writeString(
            DIRECTORY.resolve("other.yaml"),
            Files.readString(file).replace("name: golden-savepoint", "name: other"));

    assertThatThrownBy(() -> SavedState.in(pipeline, DIRECTORY.resolve("missing")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such folder");
    assertThatThrownBy(() -> SavedState.in(pipeline, DIRECTORY))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has no _metadata");
    assertThatThrownBy(() -> SavedState.in(PipelineFile.read(other), SAVEPOINT).inService())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is of the pipeline golden-savepoint, not of other");
  }

  private static List<Reading> readings(String tank) {
    Tanks tanks = new Tanks(10, 3);
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < ANSWERED; i++) {
      Reading reading = tanks.next();
      boolean isInOrder =
          readings.isEmpty() || reading.time() >= readings.get(readings.size() - 1).time();
      if (reading.tank().equals(tank) && isInOrder) {
        readings.add(reading);
      }
    }
    return readings;
  }

  private static Reading lastOf(String tank) {
    List<Reading> readings = readings(tank);
    return readings.get(readings.size() - 1);
  }

  private static double lastKnownLevel(String tank) {
    double level = Double.NaN;
    for (Reading reading : readings(tank)) {
      level = Double.isNaN(reading.level()) ? level : reading.level();
    }
    return level;
  }

  private List<String> command(int status, String... arguments) throws Exception {
    Path scratch = Files.createTempDirectory(DIRECTORY, "key");
    List<String> command = new ArrayList<>(List.of("key", file.toString()));
    command.addAll(List.of(arguments));
    try (LauncherProcess process = LauncherProcess.start(scratch, command)) {
      assertThat(process.join(Await.PATIENCE)).as("%s", process).isEqualTo(status);
      return status == 0
          ? process.lines()
          : process.toString().lines().filter(line -> line.startsWith("tidemill ")).toList();
    }
  }

  private static String last(List<String> lines) {
    return lines.get(lines.size() - 1);
  }
}
