package io.tidemill.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The commands of deploy/README.md, so that tests run what is written there, and all of it. */
final class DeployReadme {
  private static final String FLINK = "flink ";

  private final List<String> commands = new ArrayList<>();
  private final List<String> untried;
  private final Map<String, String> variables = new HashMap<>();

  DeployReadme() throws IOException {
    String text = Files.readString(Project.root().resolve("deploy/README.md"), UTF_8);
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(FLINK)) {
        commands.add(line.substring(FLINK.length()).trim());
      }
    }
    untried = new ArrayList<>(commands);
  }

  /** Gives a value to what the README leaves to the reader. */
  void set(String variable, String value) {
    variables.put("\"$" + variable + "\"", value);
  }

  /** The arguments of the one {@code flink} command with these words, with values in it. */
  String[] command(String words) {
    List<String> found = commands.stream().filter(command -> command.contains(words)).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "deploy/README.md has %d commands with '%s': want one".formatted(found.size(), words));
    }
    untried.remove(found.get(0));
    List<String> arguments = new ArrayList<>();
    for (String word : found.get(0).split("\\s+", -1)) {
      String value = variables.getOrDefault(word, word);
      if (value.startsWith("\"$")) {
        throw new IllegalArgumentException("nobody has said what " + word + " is");
      }
      arguments.add(value);
    }
    return arguments.toArray(String[]::new);
  }

  /** The commands that nobody has asked for. */
  List<String> untried() {
    return untried;
  }
}
