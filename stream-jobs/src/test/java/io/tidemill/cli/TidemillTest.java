package io.tidemill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.pipeline.PipelineFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TidemillTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpFitsAScreen() {
    assertThat(run("--help")).isZero();

    assertThat(out.toString()).contains("validate").contains("schema").contains("Exit codes:");
    assertThat(out.toString().lines().count()).isLessThanOrEqualTo(24);
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void noCommandAndUnknownCommandsAreWrongUsage() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("validat", "x.yaml")).isEqualTo(2);
    assertThat(run("validate")).isEqualTo(2);
    assertThat(run("validate", "--fast", "x.yaml")).isEqualTo(2);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("name a command")
        .contains("Did you mean: tidemill validate");
  }

  @Test
  void validateSummarisesAValidFile() {
    assertThat(run("validate", "../pipelines/demo.yaml")).isZero();

    assertThat(err.toString()).isEmpty();
    assertThat(out.toString().lines())
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

    assertThat(run("validate", wrong.toString(), "no.yaml", "../pipelines/traffic.yaml"))
        .isEqualTo(1);

    assertThat(out.toString()).startsWith("../pipelines/traffic.yaml: ok");
    assertThat(err.toString().lines())
        .contains(
            wrong
                + ":2:1: unknown key 'modle', did you mean 'model'? (allowed: name, events,"
                + " features, model, learn, alerts, execution)",
            "no.yaml: no such file");
  }

  @Test
  void schemaPrintsTheJsonSchema() {
    assertThat(run("schema")).isZero();

    assertThat(out.toString().strip()).isEqualTo(PipelineFile.jsonSchema().strip());
  }

  private int run(String... arguments) {
    return Tidemill.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
