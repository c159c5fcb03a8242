package io.tidemill.augment;

import io.tidemill.math.Noise;
import java.io.Serializable;
import java.util.List;

/**
 * A random change of an image that leaves what is to be seen on it: applied to the network's input
 * while it learns, anew each time, and never in service.
 *
 * <p>The change is a function of the noise alone. No value leaves the range of the image's own and
 * 0.
 */
public sealed interface ImageAugmentation extends Serializable
    permits HorizontalFlip, VerticalFlip, Shift, Crop, Rotate {

  /** The furthest that an image is moved: sums with it are ints. */
  int MOST_PIXELS = 1 << 16;

  /**
   * Changes the image in place.
   *
   * @param image holds the image's {@code shape.size()} values from {@code from}
   * @param noise random bits, of this image and this time
   * @param scratch at least {@code shape.size()} floats, of any content before and after
   */
  void apply(ImageShape shape, float[] image, int from, long noise, float[] scratch);

  /** Applies all in their order, each with noise of its own. */
  static void apply(
      List<ImageAugmentation> all,
      ImageShape shape,
      float[] image,
      int from,
      long noise,
      float[] scratch) {
    for (int i = 0; i < all.size(); i++) {
      all.get(i).apply(shape, image, from, Noise.bits(noise, i), scratch);
    }
  }

  /** Refuses what is no probability. */
  static void requireProbability(String name, double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          name + " is " + probability + ": it must be from 0 to 1, as 0.5");
    }
  }

  /** Refuses what is no number of pixels. */
  static void requirePixels(String name, int pixels) {
    if (pixels < 0 || pixels > MOST_PIXELS) {
      throw new IllegalArgumentException(
          name + " is " + pixels + ": it must be 0 to " + MOST_PIXELS + " pixels, as 2");
    }
  }
}
