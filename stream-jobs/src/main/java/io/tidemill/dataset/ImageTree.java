package io.tidemill.dataset;

import io.tidemill.augment.ImageShape;
import io.tidemill.pipeline.Suggestion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The images of a folder with a folder for each class, or of one folder without classes, sorted by
 * their paths. Paths are relative, their names separated by {@code /}.
 */
final class ImageTree implements AutoCloseable {
  private final Path source;
  private final ImageShape shape;
  private final ImageDecoder decoder;
  private final Map<String, byte[]> pixels = new TreeMap<>();
  private final Set<String> folders = new TreeSet<>();

  /**
   * An empty tree.
   *
   * @param source what messages name
   */
  ImageTree(Path source, ImageShape shape) throws IOException {
    this.source = source;
    this.shape = shape;
    try {
      this.decoder = new ImageDecoder(shape);
    } catch (IOException e) {
      throw new IOException(source + ": " + e.getMessage(), e);
    }
  }

  /** Whether a path is to be read by its name: no hidden file, no file of another kind. */
  boolean isImage(String path) throws IOException {
    if (isHidden(path)) {
      return false;
    }
    if (ImageFormat.isOther(path)) {
      throw problem(path, "images of this format are not read: want " + ImageFormat.NAMES);
    }
    return ImageFormat.isRead(path);
  }

  private static boolean isHidden(String path) {
    return path.startsWith(".") || path.contains("/.") || path.startsWith("__MACOSX");
  }

  /** Takes note of a folder, which may hold no images. */
  void addFolder(String path) {
    if (!path.isEmpty() && !isHidden(path)) {
      folders.add(path);
    }
  }

  /** Decodes an image's file. */
  void add(String path, byte[] file) throws IOException {
    try {
      Images.requireRoom(pixels.size() + 1L, shape);
      if (pixels.putIfAbsent(path, decoder.pixels(file)) != null) {
        throw new IOException("is there twice");
      }
    } catch (IOException e) {
      throw problem(path, e);
    }
  }

  /** What is wrong with a file of the tree. */
  IOException problem(String path, IOException cause) {
    return new IOException(source + ": " + shown(path) + ": " + cause.getMessage(), cause);
  }

  IOException problem(String path, String cause) {
    return new IOException(source + ": " + shown(path) + ": " + cause);
  }

  private static String shown(String path) {
    return path.replaceAll("\\p{Cntrl}", "?");
  }

  /**
   * All images.
   *
   * @param classes in the order of the labels; empty: the names of the folders in their order
   */
  Images images(List<String> classes) throws IOException {
    if (pixels.isEmpty()) {
      throw new IOException(
          source + ": holds no images: want " + ImageFormat.NAMES + ", in a folder for each class");
    }
    Set<String> holders = new TreeSet<>();
    pixels.keySet().forEach(path -> holders.add(parent(path)));
    byte[][] all = pixels.values().toArray(byte[][]::new);
    int[] labels = new int[all.length];
    if (isFlat(holders, classes)) {
      Arrays.fill(labels, -1);
      return new Images(shape, classes, all, labels);
    }
    requireSideBySide();
    requireFull(holders);
    List<String> names =
        classes.isEmpty() ? holders.stream().map(ImageTree::name).toList() : classes;
    int i = 0;
    for (String path : pixels.keySet()) {
      String name = name(parent(path));
      labels[i] = names.indexOf(name);
      if (labels[i] < 0) {
        throw problem(parent(path), Suggestion.unknown("class", shown(name), names));
      }
      i++;
    }
    return new Images(shape, names, all, labels);
  }

  /** Whether one folder holds all images, and nothing says that it is a class. */
  private boolean isFlat(Set<String> holders, List<String> classes) {
    String only = holders.iterator().next();
    return holders.size() == 1
        && !classes.contains(name(only))
        && (only.isEmpty() || !hasSibling(only));
  }

  private boolean hasSibling(String folder) {
    return folders.stream()
        .anyMatch(other -> !other.equals(folder) && parent(other).equals(parent(folder)));
  }

  /** Refuses images that are in no class, or in classes of several places. */
  private void requireSideBySide() throws IOException {
    @Nullable String first = null;
    for (String path : pixels.keySet()) {
      String folder = parent(path);
      if (folder.isEmpty()) {
        throw problem(path, "is in no folder of a class, while others are");
      }
      if (first == null) {
        first = folder;
      } else if (!parent(folder).equals(parent(first))) {
        throw problem(
            path,
            "the classes %s and %s are not side by side: want one folder with a folder for each class"
                .formatted(shown(first), shown(folder)));
      }
    }
  }

  /** Refuses a folder beside those of the classes that holds no images. */
  private void requireFull(Set<String> holders) throws IOException {
    String root = parent(holders.iterator().next());
    for (String folder : folders) {
      if (parent(folder).equals(root) && !holders.contains(folder)) {
        throw problem(folder, "holds no images, while folders beside it do: fill it or remove it");
      }
    }
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public void close() {
    decoder.close();
  }
}
