package io.tidemill.augment;

/**
 * Top becomes bottom.
 *
 * @param probability how often, 0 to 1; half of the time unless said
 */
public record VerticalFlip(double probability) implements ImageAugmentation {

  public VerticalFlip() {
    this(0.5);
  }

  public VerticalFlip {
    ImageAugmentation.requireProbability("vertical-flip.probability", probability);
  }

  @Override
  public void apply(ImageShape shape, float[] image, int from, long noise, float[] scratch) {
    if (Draws.uniform(noise, 0) >= probability) {
      return;
    }
    int line = shape.line();
    int top = from;
    int bottom = from + shape.size() - line;
    for (; top < bottom; top += line, bottom -= line) {
      System.arraycopy(image, top, scratch, 0, line);
      System.arraycopy(image, bottom, image, top, line);
      System.arraycopy(scratch, 0, image, bottom, line);
    }
  }
}
