package io.tidemill.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a run keeps the broker's data, checkpoints and logs; a temporary one is removed. */
final class RunDirectory implements AutoCloseable {

  private final Path root;
  private boolean removed;

  private RunDirectory(Path root, boolean removed) {
    this.root = root;
    this.removed = removed;
  }

  /**
   * @param given must be empty or not exist yet; null: a temporary one
   * @throws IOException if it is not, or cannot be made
   */
  static RunDirectory open(@Nullable Path given) throws IOException {
    if (given == null) {
      return new RunDirectory(Files.createTempDirectory("tidemill-"), true);
    }
    if (Files.exists(given) && !Files.isDirectory(given)) {
      throw new IOException(given + " is no folder: name an empty or a new one");
    }
    try {
      Files.createDirectories(given);
    } catch (IOException e) {
      throw new IOException("the folder " + given + " cannot be made: " + e, e);
    }
    try (Stream<Path> entries = Files.list(given)) {
      if (entries.findAny().isPresent()) {
        throw new IOException(given + " is not empty: name a folder for this run alone");
      }
    }
    return new RunDirectory(given.toAbsolutePath(), false);
  }

  Path root() {
    return root;
  }

  Path kafka() {
    return root.resolve("kafka");
  }

  Path checkpoints() {
    return root.resolve("checkpoints");
  }

  Path temporary() {
    return root.resolve("tmp");
  }

  Path logs() {
    return root.resolve("logs");
  }

  /** Leaves everything where it is, for whoever looks into a failure. */
  void keep() {
    removed = false;
  }

  @Override
  public void close() throws IOException {
    if (removed) {
      Files.walkFileTree(root, new Removal());
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE; // gone already
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
        throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
