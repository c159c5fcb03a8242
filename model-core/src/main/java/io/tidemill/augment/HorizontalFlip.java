package io.tidemill.augment;

/**
 * Left becomes right.
 *
 * @param probability how often, 0 to 1; half of the time unless said
 */
public record HorizontalFlip(double probability) implements ImageAugmentation {

  public HorizontalFlip() {
    this(0.5);
  }

  public HorizontalFlip {
    ImageAugmentation.requireProbability("horizontal-flip.probability", probability);
  }

  @Override
  public void apply(ImageShape shape, float[] image, int from, long noise, float[] scratch) {
    if (Draws.uniform(noise, 0) >= probability) {
      return;
    }
    int channels = shape.channels();
    for (int y = 0; y < shape.height(); y++) {
      int left = from + shape.index(y, 0);
      int right = left + shape.line() - channels;
      for (; left < right; left += channels, right -= channels) {
        for (int c = 0; c < channels; c++) {
          float value = image[left + c];
          image[left + c] = image[right + c];
          image[right + c] = value;
        }
      }
    }
  }
}
