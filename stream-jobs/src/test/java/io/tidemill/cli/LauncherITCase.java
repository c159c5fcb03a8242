package io.tidemill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./tidemill} on the build that this test belongs to. */
class LauncherITCase {

  private static final Path LAUNCHER = Path.of("../tidemill").toAbsolutePath().normalize();
  private static final Path DEMO = Path.of("../pipelines/demo.yaml").toAbsolutePath().normalize();

  @TempDir private Path temp;
  private Path folder;

  @BeforeEach
  void makeAFolderWithASpace() throws IOException {
    folder = Files.createDirectory(temp.resolve("a folder"));
  }

  @Test
  void startsThroughALinkAndReadsFilesOfTheCallersFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("my tidemill"), LAUNCHER);
    Files.copy(DEMO, folder.resolve("demo.yaml"));

    Outcome outcome = run(Map.of(), link.toString(), "validate", "demo.yaml");

    assertThat(outcome.out()).startsWith("demo.yaml: ok\n");
    assertThat(outcome.exitCode()).isZero();
  }

  @Test
  void passesTheExitCodeOn() throws Exception {
    Outcome outcome = run(Map.of(), LAUNCHER.toString(), "validate", "no.yaml");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).endsWith("no.yaml: no such file\n");
  }

  @Test
  void saysWhichJavaItNeeds() throws Exception {
    Path java = folder.resolve("bin/java");
    Files.createDirectory(java.getParent());
    Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Map<String, String> old =
        Map.of("JAVA_HOME", folder.toString(), "PATH", java.getParent() + ":/usr/bin:/bin");

    Outcome outcome = run(old, "/bin/bash", LAUNCHER.toString(), "validate");

    assertThat(outcome.err())
        .startsWith("tidemill: needs Java 17 or later: " + java + " is version 11;");
    assertThat(outcome.exitCode()).isEqualTo(1);
  }

  private record Outcome(int exitCode, String out, String err) {}

  private Outcome run(Map<String, String> environment, String... command) throws Exception {
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Outcome(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
