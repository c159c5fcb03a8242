package io.tidemill.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.Assumptions;

/** Where things are in the project that is tested. */
final class Project {
  private Project() {}

  /** The project's root folder. */
  static Path root() {
    String root = System.getProperty("tidemill.root");
    return root == null ? Path.of("..").toAbsolutePath().normalize() : Path.of(root);
  }

  /** A pipeline file of the tests. */
  static Path pipeline(String name) {
    return root().resolve("integration-tests/src/test/resources/pipelines").resolve(name);
  }

  /** An empty folder for a test, left in target for whoever looks into a failure. */
  static Path scratch(Class<?> test) {
    Path directory =
        root().resolve("integration-tests/target/scratch").resolve(test.getSimpleName());
    try {
      FileUtils.deleteDirectory(directory.toFile());
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file that the build makes before the integration tests run. */
  static Path built(String file) {
    Path path = root().resolve(file);
    if (Files.notExists(path)) {
      throw new IllegalStateException(path + " is absent: run the tests with ./mvnw verify");
    }
    return path;
  }

  /** A file of the real data that lie beside the project; without them the test is skipped. */
  static Path realData(String file) {
    Path data = root().resolve("../shared/data").normalize();
    Assumptions.assumeTrue(Files.isDirectory(data), "skipped: ../shared/data is absent");
    return data.resolve(file);
  }
}
