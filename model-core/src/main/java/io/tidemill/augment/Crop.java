package io.tidemill.augment;

import java.util.Arrays;

/**
 * A part as large as the image, at a random place of the image with so many pixels of 0 around it
 * (He et al. 2016, section 4.2).
 *
 * @param padding pixels of 0 on each side, 0 to 65536
 */
public record Crop(int padding) implements ImageAugmentation {

  public Crop {
    ImageAugmentation.requirePixels("crop.padding", padding);
  }

  @Override
  public void apply(ImageShape shape, float[] image, int from, long noise, float[] scratch) {
    int down = Draws.offset(noise, 0, padding);
    int right = Draws.offset(noise, 1, padding);
    System.arraycopy(image, from, scratch, 0, shape.size());
    Arrays.fill(image, from, from + shape.size(), 0);
    int rows = shape.height() - Math.abs(down);
    int pixels = shape.width() - Math.abs(right);
    if (pixels <= 0) {
      return;
    }
    int toColumn = Math.max(right, 0);
    int toRow = Math.max(down, 0);
    for (int y = 0; y < rows; y++) {
      System.arraycopy(
          scratch,
          shape.index(toRow - down + y, toColumn - right),
          image,
          from + shape.index(toRow + y, toColumn),
          pixels * shape.channels());
    }
  }
}
