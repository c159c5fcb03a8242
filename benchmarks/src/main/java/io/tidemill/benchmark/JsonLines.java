package io.tidemill.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of a benchmark to write what it prints as JSON, too: one object a line. */
public final class JsonLines {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Option(names = "--json", paramLabel = "FILE", description = "One JSON object a line, too.")
  private @Nullable Path file;

  private boolean begun;

  /** Adds a result, of which the names are those of its fields; what was in the file goes. */
  public void write(Object result) throws IOException {
    if (file != null) {
      Files.writeString(
          file,
          MAPPER.writeValueAsString(result) + '\n',
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          begun ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);
      begun = true;
    }
  }
}
