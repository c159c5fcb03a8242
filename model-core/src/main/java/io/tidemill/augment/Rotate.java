package io.tidemill.augment;

/**
 * Turned about its centre; a pixel is interpolated between the four nearest to where it comes from,
 * the pixels of the edge being repeated beyond it.
 *
 * @param degrees at most, either way, 0 to 180
 */
public record Rotate(double degrees) implements ImageAugmentation {

  public Rotate {
    if (!(degrees >= 0 && degrees <= 180)) {
      throw new IllegalArgumentException(
          "rotate.degrees is " + degrees + ": it must be from 0 to 180, as 10");
    }
  }

  @Override
  public void apply(ImageShape shape, float[] image, int from, long noise, float[] scratch) {
    double angle = degrees * (2 * Draws.uniform(noise, 0) - 1);
    if (angle != 0) {
      turn(shape, image, from, angle, scratch);
    }
  }

  /**
   * Turns an image.
   *
   * @param angle in degrees, against the clock
   */
  static void turn(ImageShape shape, float[] image, int from, double angle, float[] scratch) {
    System.arraycopy(image, from, scratch, 0, shape.size());
    double sin = StrictMath.sin(Math.toRadians(angle));
    double cos = StrictMath.cos(Math.toRadians(angle));
    double middleY = (shape.height() - 1) / 2.0;
    double middleX = (shape.width() - 1) / 2.0;
    int to = from;
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        double down = y - middleY;
        double right = x - middleX;
        double sourceY = within(middleY + cos * down + sin * right, shape.height() - 1);
        double sourceX = within(middleX + cos * right - sin * down, shape.width() - 1);
        interpolate(shape, scratch, sourceY, sourceX, image, to);
        to += shape.channels();
      }
    }
  }

  private static double within(double position, int last) {
    return Math.min(Math.max(position, 0), last);
  }

  /** Writes the pixel of a place within the image. */
  private static void interpolate(
      ImageShape shape, float[] image, double y, double x, float[] to, int at) {
    int top = (int) y;
    int left = (int) x;
    int bottom = Math.min(top + 1, shape.height() - 1);
    int right = Math.min(left + 1, shape.width() - 1);
    float below = (float) (y - top);
    float beside = (float) (x - left);
    int topLeft = shape.index(top, left);
    int topRight = shape.index(top, right);
    int bottomLeft = shape.index(bottom, left);
    int bottomRight = shape.index(bottom, right);
    for (int c = 0; c < shape.channels(); c++) {
      float upper = between(image[topLeft + c], image[topRight + c], beside);
      float lower = between(image[bottomLeft + c], image[bottomRight + c], beside);
      to[at + c] = between(upper, lower, below);
    }
  }

  /** From a, at 0, to b, at 1; no rounding takes it beyond them. */
  private static float between(float a, float b, float share) {
    float value = a + share * (b - a);
    return Math.min(Math.max(value, Math.min(a, b)), Math.max(a, b));
  }
}
