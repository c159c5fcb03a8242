package io.tidemill.dataset;

import io.tidemill.augment.ImageShape;
import java.awt.Point;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Images side by side in one PNG, row by row, with white lines between them.
 *
 * @param columns images in a row
 */
public record ContactSheet(int columns) {
  private static final int GAP = 2; // pixels
  private static final int MOST_PIXELS = 1 << 26;
  private static final int WHITE = 255;

  public ContactSheet {
    if (columns < 1) {
      throw new IllegalArgumentException(
          "a contact sheet of " + columns + " columns: want at least 1");
    }
  }

  /**
   * Writes all images, grey or in colours.
   *
   * @throws IllegalArgumentException if there are none, too many for one sheet, or they have
   *     neither 1 nor 3 channels
   */
  public void write(Images images, Path file) throws IOException {
    BufferedImage sheet = sheet(images);
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(Files.newOutputStream(file))) {
      if (!ImageIO.write(sheet, "png", out)) {
        throw new IOException(file + ": this JVM cannot write PNG: is the module java.desktop in?");
      }
    }
  }

  private BufferedImage sheet(Images images) {
    ImageShape shape = images.shape();
    int across = Math.min(columns, images.count());
    int down = (images.count() + columns - 1) / columns;
    long width = (long) across * (shape.width() + GAP) - GAP;
    long height = (long) down * (shape.height() + GAP) - GAP;
    if (images.count() == 0 || width > MOST_PIXELS || height > MOST_PIXELS / width) {
      throw new IllegalArgumentException(
          "%d images of %s on a contact sheet: want at least one, and at most %d pixels in all"
              .formatted(images.count(), shape, MOST_PIXELS));
    }
    BufferedImage sheet = new BufferedImage((int) width, (int) height, type(shape));
    WritableRaster raster = sheet.getRaster();
    int[] white = new int[raster.getWidth() * shape.channels()];
    Arrays.fill(white, WHITE);
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.setPixels(0, y, raster.getWidth(), 1, white);
    }
    double[] pixels = new double[shape.size()];
    for (int i = 0; i < images.count(); i++) {
      Point at =
          new Point(i % columns * (shape.width() + GAP), i / columns * (shape.height() + GAP));
      images.pixels(i, pixels, 0);
      raster.setPixels(at.x, at.y, shape.width(), shape.height(), pixels);
    }
    return sheet;
  }

  private static int type(ImageShape shape) {
    return switch (shape.channels()) {
      case 1 -> BufferedImage.TYPE_BYTE_GRAY;
      case 3 -> BufferedImage.TYPE_3BYTE_BGR;
      default ->
          throw new IllegalArgumentException(
              "a contact sheet shows images of 1 channel or 3: these are of " + shape);
    };
  }
}
