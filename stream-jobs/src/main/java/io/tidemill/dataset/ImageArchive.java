package io.tidemill.dataset;

import io.tidemill.augment.ImageShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Images in a tar of what {@link ImageFolder} reads. Nothing is unpacked to the disk; an image that
 * is a link, or whose path leads out of the archive, is refused; other links are left out.
 */
final class ImageArchive {
  private ImageArchive() {}

  static Images read(Path archive, ImageShape shape, List<String> classes) throws IOException {
    try (CountedInput in = CountedInput.open(archive);
        ImageTree tree = new ImageTree(archive, shape)) {
      TarReader tar = new TarReader(archive, in);
      for (TarReader.@Nullable Entry entry = tar.next(); entry != null; entry = tar.next()) {
        String path = path(entry.name());
        if (entry.kind() == TarReader.Kind.FOLDER) {
          tree.addFolder(path);
        } else if (ImageFormat.isRead(path) && leadsOut(path)) {
          throw tree.problem(path, "leads out of the archive: pack it from within the folder");
        } else if (tree.isImage(path)) {
          tree.add(path, bytes(tree, tar, path, entry));
        }
      }
      return tree.images(classes);
    }
  }

  private static byte[] bytes(ImageTree tree, TarReader tar, String path, TarReader.Entry entry)
      throws IOException {
    if (entry.kind() != TarReader.Kind.FILE) {
      throw tree.problem(
          path, "is a link or no plain file: pack the files themselves (tar --dereference)");
    }
    try {
      ImageDecoder.requireSize(entry.size());
    } catch (IOException e) {
      throw tree.problem(path, e);
    }
    return tar.bytes();
  }

  private static boolean leadsOut(String path) {
    return path.startsWith("../") || path.contains("/../");
  }

  /** Without what does not name anything: "./", "//" and a slash at either end. */
  private static String path(String name) {
    StringJoiner path = new StringJoiner("/");
    for (String part : name.split("/")) {
      if (!part.isEmpty() && !part.equals(".")) {
        path.add(part);
      }
    }
    return path.toString();
  }
}
