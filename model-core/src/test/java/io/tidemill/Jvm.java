package io.tidemill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own, of the version and with the class path of this one. */
public final class Jvm {
  private Jvm() {}

  /** What a main prints in a JVM with these options. */
  public static String run(Class<?> main, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xshare:auto");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return text.replaceAll("WARNING: Using incubator modules: .*\\R", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
