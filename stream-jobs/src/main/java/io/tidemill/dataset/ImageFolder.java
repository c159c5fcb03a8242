package io.tidemill.dataset;

import io.tidemill.augment.ImageShape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Images in a folder with a folder for each class, {@code cat/1.png}, also below a common one,
 * {@code train/cat/1.png}; or in one folder alone, without labels. Links are followed, hidden files
 * and files that are no images are left out.
 */
final class ImageFolder {
  private ImageFolder() {}

  static Images read(Path folder, ImageShape shape, List<String> classes) throws IOException {
    try (ImageTree tree = new ImageTree(folder, shape);
        Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Iterator<Path> all = files.iterator(); all.hasNext(); ) {
        Path file = all.next();
        String path = path(folder, file);
        if (Files.isDirectory(file)) {
          tree.addFolder(path);
        } else if (tree.isImage(path)) {
          tree.add(path, bytes(tree, path, file));
        }
      }
      return tree.images(classes);
    } catch (UncheckedIOException e) {
      IOException cause = e.getCause();
      throw new IOException(
          folder
              + (cause instanceof FileSystemLoopException
                  ? ": a link leads back to where it is: " + cause.getMessage()
                  : ": cannot be read: " + cause),
          e);
    }
  }

  /** Reads a single image, without a label. */
  static Images readFile(Path file, ImageShape shape, List<String> classes) throws IOException {
    try (ImageDecoder decoder = new ImageDecoder(shape)) {
      byte[][] pixels = {decoder.pixels(bytes(file))};
      return new Images(shape, classes, pixels, new int[] {-1});
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static String path(Path folder, Path file) {
    Path relative = folder.relativize(file);
    return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
  }

  private static byte[] bytes(ImageTree tree, String path, Path file) throws IOException {
    try {
      return bytes(file);
    } catch (IOException e) {
      throw tree.problem(path, e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    ImageDecoder.requireSize(Files.size(file));
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(ImageDecoder.MOST_BYTES);
    }
  }
}
