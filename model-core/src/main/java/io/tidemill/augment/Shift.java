package io.tidemill.augment;

/**
 * Moved by up to so many pixels each way; the pixels of the edge are repeated where nothing was, so
 * that it does not matter which value stands for the background.
 *
 * @param pixels at most, up, down, left and right, 0 to 65536
 */
public record Shift(int pixels) implements ImageAugmentation {

  public Shift {
    ImageAugmentation.requirePixels("shift.pixels", pixels);
  }

  @Override
  public void apply(ImageShape shape, float[] image, int from, long noise, float[] scratch) {
    int down = Draws.offset(noise, 0, pixels);
    int right = Draws.offset(noise, 1, pixels);
    System.arraycopy(image, from, scratch, 0, shape.size());
    int channels = shape.channels();
    int to = from;
    for (int y = 0; y < shape.height(); y++) {
      int row = Math.min(Math.max(y - down, 0), shape.height() - 1);
      for (int x = 0; x < shape.width(); x++, to += channels) {
        int column = Math.min(Math.max(x - right, 0), shape.width() - 1);
        System.arraycopy(scratch, shape.index(row, column), image, to, channels);
      }
    }
  }
}
