package io.tidemill.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code ./tidemill} as a process of its own. */
final class TidemillCommand {
  private TidemillCommand() {}

  /** A pipeline that is shipped. */
  static Path shipped(String pipeline) {
    return Project.root().resolve("pipelines").resolve(pipeline);
  }

  /** Runs to its end, and reads the last line that it prints. */
  static JsonNode json(Path log, Duration patience, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Project.root().resolve("tidemill").toString());
    command.addAll(arguments);
    Files.createDirectories(log.getParent());
    String output = ChildProcess.start("tidemill", command, Map.of(), log).join(patience);
    String[] lines = output.strip().split("\n", -1);
    return new ObjectMapper().readTree(lines[lines.length - 1]);
  }
}
