package io.tidemill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.pipeline.PipelineFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TidemillTest {

  private final TestingTerminal terminal = new TestingTerminal();

  @Test
  void helpFitsAScreen() {
    assertThat(terminal.run("--help")).isZero();

    assertThat(terminal.out()).contains("validate").contains("schema").contains("Exit codes:");
    assertThat(terminal.out().lines().count()).isLessThanOrEqualTo(24);
    assertThat(terminal.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void noCommandAndUnknownCommandsAreWrongUsage() {
    assertThat(terminal.run()).isEqualTo(2);
    assertThat(terminal.run("validat", "x.yaml")).isEqualTo(2);
    assertThat(terminal.run("validate")).isEqualTo(2);
    assertThat(terminal.run("validate", "--fast", "x.yaml")).isEqualTo(2);

    assertThat(terminal.out()).isEmpty();
    assertThat(terminal.err())
        .contains("name a command")
        .contains("Did you mean: tidemill validate");
  }

  @Test
  void validateSummarisesAValidFile() {
    assertThat(terminal.run("validate", "../pipelines/demo.yaml")).isZero();

    assertThat(terminal.err()).isEmpty();
    assertThat(terminal.out().lines())
        .containsExactly(
            "../pipelines/demo.yaml: ok",
            "  events    demo-events, avro, keyed by key",
            "  features  flow, pressure, current, temperature, hour-of-day, day-of-week → 12 inputs",
            "  network   gru 32 → dense 4: 4,484 parameters",
            "  forecast  flow, pressure, current, temperature, 1 ahead, from the last value",
            "  alerts    residual, stuck, silent",
            "  writes    demo.predictions, .alerts, .served-features, .models, .model-metrics,"
                + " .dead-letters, .control");
  }

  @Test
  void validateListsTheProblemsOfWrongFilesAndGoesOn(@TempDir Path folder) throws Exception {
    Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "name: a b\nmodle: {}\n");

    assertThat(terminal.run("validate", wrong.toString(), "no.yaml", "../pipelines/traffic.yaml"))
        .isEqualTo(1);

    assertThat(terminal.out()).startsWith("../pipelines/traffic.yaml: ok");
    assertThat(terminal.err().lines())
        .contains(
            wrong
                + ":2:1: unknown key 'modle', did you mean 'model'? (allowed: name, events,"
                + " features, model, labels, learn, evaluate, league, alerts, execution)",
            "no.yaml: no such file");
  }

  @Test
  void schemaPrintsTheJsonSchema() {
    assertThat(terminal.run("schema")).isZero();

    assertThat(terminal.out().strip()).isEqualTo(PipelineFile.jsonSchema().strip());
  }
}
