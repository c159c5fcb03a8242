package io.tidemill.integration;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A disk of a few megabytes that can be filled: a tmpfs where this machine lets us mount one. */
final class SmallDisk implements AutoCloseable {
  private static final String SIZE = "64m";

  private final Path directory;
  private final boolean mounted;
  private final Thread atExit = new Thread(this::unmount);

  private SmallDisk(Path directory, boolean mounted) {
    this.directory = directory;
    this.mounted = mounted;
    if (mounted) {
      Runtime.getRuntime().addShutdownHook(atExit);
    }
  }

  /** Mounts it; where that is not allowed it is a folder like others. */
  static SmallDisk mount(Path directory) throws Exception {
    Files.createDirectories(directory);
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tidemill-test", directory.toString());
    return new SmallDisk(directory, mounted);
  }

  Path directory() {
    return directory;
  }

  /** Skips the test where the disk cannot be filled. */
  void requireMounted() {
    Assumptions.assumeTrue(mounted, "skipped: a tmpfs cannot be mounted here, which takes root");
  }

  /** Writes until no space is left on the device; may be repeated. */
  void fill() {
    byte[] block = new byte[4096];
    try (OutputStream filler =
        Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        filler.write(block);
      }
    } catch (IOException e) {
      // It is full.
    }
  }

  /** Gives the space back. */
  void free() throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return directory.resolve("filler");
  }

  @Override
  public void close() {
    if (mounted) {
      unmount();
      Runtime.getRuntime().removeShutdownHook(atExit);
    }
  }

  private void unmount() {
    try {
      run("umount", "--lazy", directory.toString());
    } catch (IOException e) {
      throw new IllegalStateException(directory + " stays mounted", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false; // there is no such command
    }
  }
}
