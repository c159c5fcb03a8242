package io.tidemill.integration;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code ./tidemill} as a user starts it; never outlives this JVM. */
final class LauncherProcess implements AutoCloseable {
  private final Process process;
  private final Path out;
  private final Path err;
  private final Path temporary;
  private final Thread atExit;

  private LauncherProcess(Process process, Path out, Path err, Path temporary) {
    this.process = process;
    this.out = out;
    this.err = err;
    this.temporary = temporary;
    this.atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts a command of the build that is tested.
   *
   * @param scratch an existing folder for what it prints and its temporary files
   */
  static LauncherProcess start(Path scratch, List<String> arguments) throws IOException {
    return start(scratch, arguments, Map.of());
  }

  /** The same with more environment variables. */
  static LauncherProcess start(
      Path scratch, List<String> arguments, Map<String, String> environment) throws IOException {
    Path temporary = Files.createDirectories(scratch.resolve("tmp"));
    Path out = scratch.resolve("out");
    Path err = scratch.resolve("err");
    // A JVM does not hear SIGINT if it is ignored where it is started, as in jobs of a script.
    List<String> command =
        new ArrayList<>(
            List.of("env", "--default-signal=INT", Project.built("tidemill").toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
    builder.redirectInput(new File("/dev/null"));
    builder.redirectOutput(out.toFile());
    builder.redirectError(err.toFile());
    return new LauncherProcess(builder.start(), out, err, temporary);
  }

  /** Sends what Ctrl-C does. */
  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
  }

  /** Waits for its end and returns its exit code. */
  int join(Duration atMost) throws InterruptedException {
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      close();
      throw new IllegalStateException("did not end within " + atMost + ":\n" + this);
    }
    return process.exitValue();
  }

  /** Lines of standard output so far. */
  List<String> lines() {
    return read(out).lines().toList();
  }

  /** What lies in its folder for temporary files. */
  List<String> temporaryFiles() {
    return List.of(temporary.toFile().list());
  }

  @Override
  public String toString() {
    return read(out) + read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is on its way out and has run the hook, or will.
    }
  }
}
