package io.tidemill.dataset;

import io.tidemill.augment.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/** Images of one shape with their classes, in bytes as they were read. Immutable. */
public final class Images {

  /**
   * What an image takes beside its pixels: its array's header and what refers to it, rounded up.
   */
  private static final int BESIDE_PIXELS = 32;

  private static final int HEAD = 512;

  private final ImageShape shape;
  private final List<String> classes;
  private final byte[][] pixels; // [count][shape.size()]
  private final int[] labels; // [count]

  /**
   * Takes over the arrays.
   *
   * @param pixels [count][shape.size()], unsigned
   * @param labels [count] index of the class, -1: not known
   */
  public Images(ImageShape shape, List<String> classes, byte[][] pixels, int[] labels) {
    if (labels.length != pixels.length) {
      throw new IllegalArgumentException(
          "%d labels of %d images: want one each".formatted(labels.length, pixels.length));
    }
    for (int i = 0; i < pixels.length; i++) {
      if (pixels[i].length != shape.size()) {
        throw new IllegalArgumentException(
            "image %d has %d values: want %d, of %s"
                .formatted(i, pixels[i].length, shape.size(), shape));
      }
      if (labels[i] < -1 || labels[i] >= classes.size()) {
        throw new IllegalArgumentException(
            "label %d of image %d is none of %d classes".formatted(labels[i], i, classes.size()));
      }
    }
    if (new HashSet<>(classes).size() < classes.size()) {
      throw new IllegalArgumentException("classes " + classes + ": one is there twice");
    }
    this.shape = shape;
    this.classes = List.copyOf(classes);
    this.pixels = pixels;
    this.labels = labels;
  }

  /**
   * Images without labels that something computed.
   *
   * @param values [count * shape.size()], 0 to 255; rounded, and what is beyond is brought back
   */
  public static Images of(ImageShape shape, float[] values) {
    if (values.length % shape.size() != 0) {
      throw new IllegalArgumentException(
          "%d values: want a multiple of %d, as an image is of %s"
              .formatted(values.length, shape.size(), shape));
    }
    byte[][] pixels = new byte[values.length / shape.size()][shape.size()];
    for (int i = 0; i < values.length; i++) {
      int value = Math.round(Math.min(Math.max(values[i], 0), 255));
      pixels[i / shape.size()][i % shape.size()] = (byte) value;
    }
    int[] labels = new int[pixels.length];
    Arrays.fill(labels, -1);
    return new Images(shape, List.of(), pixels, labels);
  }

  /**
   * Reads a file in the idx format ({@link IdxFiles}), a folder ({@link ImageFolder}), a tar of one
   * ({@link ImageArchive}), either also compressed by gzip, or a single image ({@link
   * ImageDecoder}), whatever the name says.
   *
   * @param shape of every image; they are not resized
   * @param classes in the order of the labels, as those of a model; empty: those that are found
   * @throws IOException says which file, where in it, what is wrong and what to do
   */
  public static Images read(Path path, ImageShape shape, List<String> classes) throws IOException {
    if (Files.isDirectory(path)) {
      return ImageFolder.read(path, shape, classes);
    }
    byte[] head = new byte[HEAD];
    int length;
    try (CountedInput in = CountedInput.open(path)) {
      length = in.read(head, HEAD);
    }
    if (IdxFiles.isIdx(head)) {
      return IdxFiles.read(path, shape, classes);
    }
    if (length == HEAD && TarReader.isHeader(head)) {
      return ImageArchive.read(path, shape, classes);
    }
    if (ImageFormat.of(head).isPresent()) {
      return ImageFolder.readFile(path, shape, classes);
    }
    throw new IOException(
        path
            + ": is neither a file in the idx format, nor a tar of images, nor an image ("
            + ImageFormat.NAMES
            + (head[0] == 'P' && head[1] == 'K' ? "): unpack the zip and give its folder" : ")"));
  }

  /** Refuses more images than half of the heap holds. */
  static void requireRoom(long count, ImageShape shape) throws IOException {
    long heap = Runtime.getRuntime().maxMemory();
    long each = (long) shape.size() + BESIDE_PIXELS;
    if (count > heap / 2 / each) {
      throw new IOException(
          "%d images of %s take %d MiB, more than half of the heap of %d MiB: raise -Xmx"
              .formatted(count, shape, (long) ((double) count * each / (1 << 20)), heap >> 20));
    }
  }

  public ImageShape shape() {
    return shape;
  }

  public int count() {
    return pixels.length;
  }

  /** Names of the classes, in the order of the labels. */
  public List<String> classes() {
    return classes;
  }

  /** Index of an image's class; -1: not known. */
  public int label(int image) {
    return labels[image];
  }

  /** A copy of an image's values, unsigned. */
  public byte[] pixels(int image) {
    return pixels[image].clone();
  }

  /** Writes an image's values, 0 to 255, as an event's numbers. */
  public void pixels(int image, double[] numbers, int offset) {
    byte[] values = pixels[image];
    for (int i = 0; i < values.length; i++) {
      numbers[offset + i] = values[i] & 0xff;
    }
  }
}
