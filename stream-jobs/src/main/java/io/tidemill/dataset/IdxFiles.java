package io.tidemill.dataset;

import io.tidemill.augment.ImageShape;
import io.tidemill.pipeline.Suggestion;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * Images and labels in the idx format of MNIST (LeCun, Cortes and Burges 1998): a magic number,
 * 0x08 for unsigned bytes and the number of dimensions, then the dimensions and the values. Images
 * have the dimensions count, height and width, and the channels as a fourth one; labels the count.
 *
 * <p>Files are read whether gzip packed them or not, and packed if the name to write ends in {@code
 * .gz}.
 */
public final class IdxFiles {
  private static final int LABELS = 0x0801;
  private static final int IMAGES = 0x0803;
  private static final int COLOR_IMAGES = 0x0804;
  private static final int MOST_CLASSES = 256;

  private static final Pattern NAME = Pattern.compile("(.*)images([-.]idx)[34](-ubyte)(\\.gz)?");

  private IdxFiles() {}

  /** Whether a file that begins so has this format, of whatever type and dimensions. */
  static boolean isIdx(byte[] head) {
    return head[0] == 0 && head[1] == 0 && head[2] >= 0x08 && head[2] <= 0x0e && head[3] > 0;
  }

  /**
   * Reads images with the labels in the file beside them: of {@code t10k-images-idx3-ubyte} they
   * are in {@code t10k-labels-idx1-ubyte}, either with or without {@code .gz}. Without that file no
   * label is known.
   *
   * @param classes as {@link #read(Path, Path, ImageShape, List)} takes them
   */
  public static Images read(Path images, ImageShape shape, List<String> classes)
      throws IOException {
    List<byte[]> pixels = readImages(images, shape);
    Optional<Path> labels = labelsBeside(images);
    if (labels.isPresent()) {
      return labelled(images, pixels, labels.get(), shape, classes);
    }
    int[] unknown = new int[pixels.size()];
    Arrays.fill(unknown, -1);
    return new Images(shape, classes, pixels.toArray(byte[][]::new), unknown);
  }

  /**
   * Reads images with the labels in another file.
   *
   * @param shape of every image
   * @param classes if one of them is called by a number, label k is the class of the name k, else
   *     the k-th, from 0; empty: "0", "1" and so on, up to the largest label
   */
  public static Images read(Path images, Path labels, ImageShape shape, List<String> classes)
      throws IOException {
    return labelled(images, readImages(images, shape), labels, shape, classes);
  }

  private static Optional<Path> labelsBeside(Path images) {
    Matcher name = NAME.matcher(String.valueOf(images.getFileName()));
    if (!name.matches()) {
      return Optional.empty();
    }
    String labels = name.group(1) + "labels" + name.group(2) + "1" + name.group(3);
    Path plain = images.resolveSibling(labels);
    Path packed = images.resolveSibling(labels + ".gz");
    boolean packedFirst = name.group(4) != null;
    return List.of(packedFirst ? packed : plain, packedFirst ? plain : packed).stream()
        .filter(Files::exists)
        .findFirst();
  }

  private static List<byte[]> readImages(Path file, ImageShape shape) throws IOException {
    try (CountedInput in = CountedInput.open(file)) {
      int magic = readInt(file, in);
      if (magic == LABELS) {
        throw new IOException(file + ": holds labels: give the file of the images");
      }
      if (magic != IMAGES && magic != COLOR_IMAGES) {
        throw wrongMagic(file, magic, "images of bytes (0x00000803, or 0x00000804 with channels)");
      }
      int count = readCount(file, in);
      int height = readInt(file, in);
      int width = readInt(file, in);
      int channels = magic == COLOR_IMAGES ? readInt(file, in) : 1;
      if (height != shape.height() || width != shape.width() || channels != shape.channels()) {
        throw new IOException(
            "%s: holds images of %d x %d, %d channels, wanted are %s (height x width)"
                .formatted(file, height, width, channels, shape));
      }
      requireRoom(file, count, shape);
      List<byte[]> images = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        byte[] image = new byte[shape.size()];
        if (in.read(image, image.length) < image.length) {
          throw cut(file, in, "image %d of %d".formatted(i + 1, count));
        }
        images.add(image);
      }
      requireEnd(file, in, count + " images");
      return images;
    }
  }

  private static void requireRoom(Path file, int count, ImageShape shape) throws IOException {
    try {
      Images.requireRoom(count, shape);
    } catch (IOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static Images labelled(
      Path images, List<byte[]> pixels, Path file, ImageShape shape, List<String> classes)
      throws IOException {
    byte[] labels = readLabels(file, images, pixels.size());
    int largest = 0;
    for (byte label : labels) {
      largest = Math.max(largest, label & 0xff);
    }
    List<String> names = classes.isEmpty() ? numbers(largest + 1) : classes;
    int[] classOf = classOf(names);
    int[] known = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      int label = labels[i] & 0xff;
      known[i] = classOf[label];
      if (known[i] < 0) {
        throw new IOException(
            "%s: label %d of %d: %s"
                .formatted(
                    file,
                    i + 1,
                    labels.length,
                    Suggestion.unknown("class", Integer.toString(label), names)));
      }
    }
    return new Images(shape, names, pixels.toArray(byte[][]::new), known);
  }

  private static byte[] readLabels(Path file, Path images, int count) throws IOException {
    try (CountedInput in = CountedInput.open(file)) {
      int magic = readInt(file, in);
      if (magic != LABELS) {
        throw wrongMagic(file, magic, "labels (0x00000801)");
      }
      int labels = readCount(file, in);
      if (labels != count) {
        throw new IOException(
            "%s: holds %d labels, %s holds %d images: they do not belong together"
                .formatted(file, labels, images, count));
      }
      byte[] values = new byte[count];
      if (in.read(values, count) < count) {
        throw cut(file, in, "the labels, of which there should be %d".formatted(count));
      }
      requireEnd(file, in, count + " labels");
      return values;
    }
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  /** [256] index of the class of each label; -1: there is none. */
  private static int[] classOf(List<String> classes) {
    int[] classOf = new int[MOST_CLASSES];
    boolean named = false;
    for (int label = 0; label < classOf.length; label++) {
      classOf[label] = classes.indexOf(Integer.toString(label));
      named |= classOf[label] >= 0;
    }
    if (!named) {
      Arrays.setAll(classOf, label -> label < classes.size() ? label : -1);
    }
    return classOf;
  }

  private static int readCount(Path file, CountedInput in) throws IOException {
    int count = readInt(file, in);
    if (count < 0) {
      throw new IOException(
          "%s: byte 4: the count is %d: the header is damaged".formatted(file, count));
    }
    return count;
  }

  private static int readInt(Path file, CountedInput in) throws IOException {
    byte[] bytes = new byte[Integer.BYTES];
    if (in.read(bytes, bytes.length) < bytes.length) {
      throw cut(file, in, "the header");
    }
    return ByteBuffer.wrap(bytes).getInt();
  }

  private static void requireEnd(Path file, CountedInput in, String read) throws IOException {
    long end = in.position();
    if (in.read(new byte[1], 1) > 0) {
      throw new IOException(
          "%s: byte %d: there is more than the %s that the header says".formatted(file, end, read));
    }
  }

  private static IOException cut(Path file, CountedInput in, String where) {
    return new IOException("%s: is cut at byte %d, in %s".formatted(file, in.position(), where));
  }

  private static IOException wrongMagic(Path file, int magic, String wanted) {
    return new IOException(
        "%s: byte 0: the magic number is 0x%08x, wanted are %s".formatted(file, magic, wanted));
  }

  /** Writes the images, with a dimension of channels if there is more than one. */
  public static void writeImages(Images images, Path file) throws IOException {
    ImageShape shape = images.shape();
    try (DataOutputStream out = create(file)) {
      out.writeInt(shape.channels() > 1 ? COLOR_IMAGES : IMAGES);
      out.writeInt(images.count());
      out.writeInt(shape.height());
      out.writeInt(shape.width());
      if (shape.channels() > 1) {
        out.writeInt(shape.channels());
      }
      for (int i = 0; i < images.count(); i++) {
        out.write(images.pixels(i));
      }
    }
  }

  /**
   * Writes the labels.
   *
   * @throws IllegalArgumentException if one is not known, or there are more than 256 classes
   */
  public static void writeLabels(Images images, Path file) throws IOException {
    byte[] labels = new byte[images.count()];
    for (int i = 0; i < labels.length; i++) {
      if (images.label(i) < 0 || images.label(i) >= MOST_CLASSES) {
        throw new IllegalArgumentException(
            "label %d of image %d: the idx format has 0 to 255".formatted(images.label(i), i));
      }
      labels[i] = (byte) images.label(i);
    }
    try (DataOutputStream out = create(file)) {
      out.writeInt(LABELS);
      out.writeInt(labels.length);
      out.write(labels);
    }
  }

  private static DataOutputStream create(Path file) throws IOException {
    OutputStream out = Files.newOutputStream(file);
    try {
      boolean packed = String.valueOf(file.getFileName()).endsWith(".gz");
      return new DataOutputStream(
          new BufferedOutputStream(packed ? new GZIPOutputStream(out) : out));
    } catch (IOException | RuntimeException e) {
      out.close();
      throw e;
    }
  }
}
