package io.tidemill.dataset;

import io.tidemill.augment.ImageShape;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;

/**
 * Makes pixels of the bytes of an image's file, by the JDK's ImageIO: grey if one channel is
 * wanted, red, green and blue if three.
 *
 * <p>Colours become grey by the luma of ITU-R BT.601, as in most libraries of the field. Samples of
 * more or fewer bits become bytes, colour profiles are not applied, and of an animation the first
 * picture is taken. Not thread-safe.
 */
final class ImageDecoder implements AutoCloseable {

  /** The largest file; what it unpacks to is bounded by the wanted shape. */
  static final int MOST_BYTES = 16 << 20;

  private final ImageShape shape;
  private final Map<ImageFormat, ImageReader> readers = new EnumMap<>(ImageFormat.class);

  ImageDecoder(ImageShape shape) throws IOException {
    if (shape.channels() != 1 && shape.channels() != 3) {
      throw new IOException(
          "an image's file has 1 channel (grey) or 3 (red, green, blue): wanted are " + shape);
    }
    this.shape = shape;
  }

  /** Refuses a file before it is read. */
  static void requireSize(long bytes) throws IOException {
    if (bytes > MOST_BYTES) {
      throw new IOException(
          "has %d bytes: an image may have at most %d".formatted(bytes, MOST_BYTES));
    }
  }

  /**
   * Values [shape.size()] of an image.
   *
   * @throws IOException says what is wrong, not of which file
   */
  byte[] pixels(byte[] file) throws IOException {
    ImageFormat format =
        ImageFormat.of(file)
            .orElseThrow(
                () ->
                    new IOException(
                        file.length == 0 ? "is empty" : "is no image: want " + ImageFormat.NAMES));
    ImageReader reader =
        readers.computeIfAbsent(format, f -> ImageIO.getImageReadersByFormatName(f.name()).next());
    int height;
    int width;
    @Nullable BufferedImage image = null;
    try {
      reader.setInput(new ByteArrayImageInput(file), true, true);
      height = reader.getHeight(0);
      width = reader.getWidth(0);
      if (isWanted(height, width)) {
        image = reader.read(0);
      }
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "is damaged, or of a kind of %s that is not read (%s)".formatted(format, e.getMessage()),
          e);
    } finally {
      reader.setInput(null);
    }
    if (image == null) {
      throw new IOException(
          "is an image of %d x %d (height x width), wanted are %d x %d: resize it first"
              .formatted(height, width, shape.height(), shape.width()));
    }
    return pixels(image);
  }

  private boolean isWanted(int height, int width) {
    return height == shape.height() && width == shape.width();
  }

  private byte[] pixels(BufferedImage image) throws IOException {
    Raster raster = image.getRaster();
    ColorModel colors = image.getColorModel();
    int[] samples = raster.getPixels(0, 0, shape.width(), shape.height(), (int[]) null);
    int count = shape.height() * shape.width();
    if (colors instanceof IndexColorModel palette) {
      return ofPalette(palette, samples, count);
    }
    int bands = raster.getNumBands();
    int channels = bands - (colors.hasAlpha() ? 1 : 0);
    int kind = colors.getColorSpace().getType();
    if (!(channels == 1 && kind == ColorSpace.TYPE_GRAY)
        && !(channels == 3 && kind == ColorSpace.TYPE_RGB)) {
      throw new IOException("has colours that are neither grey nor red, green and blue");
    }
    for (int band = 0; band < bands; band++) {
      toBytes(samples, band, bands, (1 << colors.getComponentSize(band)) - 1);
    }
    byte[] pixels = new byte[shape.size()];
    for (int i = 0; i < count; i++) {
      int at = i * bands;
      requireOpaque(channels == bands ? 255 : samples[at + channels]);
      int green = channels == 1 ? at : at + 1;
      int blue = channels == 1 ? at : at + 2;
      write(pixels, i, samples[at], samples[green], samples[blue]);
    }
    return pixels;
  }

  private byte[] ofPalette(IndexColorModel palette, int[] samples, int count) throws IOException {
    byte[] pixels = new byte[shape.size()];
    for (int i = 0; i < count; i++) {
      int index = samples[i];
      if (index >= palette.getMapSize()) {
        throw new IOException(
            "is damaged: colour %d of a palette of %d".formatted(index, palette.getMapSize()));
      }
      requireOpaque(palette.getAlpha(index));
      write(pixels, i, palette.getRed(index), palette.getGreen(index), palette.getBlue(index));
    }
    return pixels;
  }

  /** Brings a band's samples from 0 to {@code largest} to 0 to 255. */
  private static void toBytes(int[] samples, int band, int bands, int largest) {
    if (largest != 255) {
      for (int i = band; i < samples.length; i += bands) {
        samples[i] = (samples[i] * 255 + largest / 2) / largest;
      }
    }
  }

  private static void requireOpaque(int alpha) throws IOException {
    if (alpha != 255) {
      throw new IOException("is transparent in places: put it on a background first");
    }
  }

  private void write(byte[] pixels, int pixel, int red, int green, int blue) {
    if (shape.channels() == 1) {
      pixels[pixel] = (byte) ((red * 19595 + green * 38470 + blue * 7471 + (1 << 15)) >> 16);
    } else {
      pixels[3 * pixel] = (byte) red;
      pixels[3 * pixel + 1] = (byte) green;
      pixels[3 * pixel + 2] = (byte) blue;
    }
  }

  @Override
  public void close() {
    readers.values().forEach(ImageReader::dispose);
  }
}
