package io.tidemill.benchmark.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The option of a benchmark that says where its broker keeps what it is sent. */
public final class DataDirectory {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long ROOM = 8L << 30; // bytes

  @Option(
      names = "--data",
      paramLabel = "DIRECTORY",
      description =
          "For what the broker keeps, some GB for the time of the run. Default: memory where the"
              + " system shows it as a directory, as no disk is measured.")
  private Path data =
      MEMORY.toFile().getUsableSpace() > ROOM
          ? MEMORY
          : Path.of(System.getProperty("java.io.tmpdir"));

  /** A new directory, deleted when this JVM ends. */
  public Path create() throws IOException {
    Path directory = Files.createTempDirectory(data, "tidemill-benchmarks-");
    // Also when the run is stopped: it is memory that would be held.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory), "delete"));
    return directory;
  }

  /** Deletes what is there; the broker may still be making files when the run is stopped. */
  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println(directory + " is left: " + e);
    }
  }
}
