package io.tidemill.offline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a user names to be written. */
public final class OutputFiles {
  private OutputFiles() {}

  /** Makes the folder of a file, and returns it. */
  public static Path prepare(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a folder: name a file in it");
    }
    Path folder = file.toAbsolutePath().getParent();
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IOException(file + ": its folder cannot be made: " + e, e);
    }
  }
}
