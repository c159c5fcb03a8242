package io.tidemill.feature;

import java.util.List;
import java.util.stream.IntStream;

/**
 * An image, row by row, its channels last: an array of pixels from 0 to 255. Observed: the pixels.
 * Inputs: the pixels in the range; a missing image is black, as are single missing pixels.
 */
public record ImageFeature(String field, int height, int width, int channels, Range range)
    implements Featurizer {

  private static final double WHITE = 255;

  /** What black and white become. */
  public enum Range {
    /** 0 and 1. */
    UNIT,
    /** -1 and 1, as of a network that ends with tanh. */
    SYMMETRIC
  }

  public ImageFeature {
    Names.check("field of an image feature", field);
    for (int size : new int[] {height, width, channels}) {
      if (size < 1 || (long) height * width * channels > FieldForm.WIDEST) {
        throw new IllegalArgumentException(
            "image %s is %d x %d of %d channels: want at least 1 of each and at most %d numbers"
                .formatted(field, height, width, channels, FieldForm.WIDEST));
      }
    }
  }

  /** From 0 to 1. */
  public ImageFeature(String field, int height, int width, int channels) {
    this(field, height, width, channels, Range.UNIT);
  }

  @Override
  public String name() {
    return field;
  }

  @Override
  public List<String> fields() {
    return List.of(field);
  }

  @Override
  public FieldForm form() {
    return new FieldForm.Numbers(inputWidth());
  }

  @Override
  public List<String> columns() {
    return IntStream.range(0, inputWidth()).mapToObj(i -> field + "[" + i + "]").toList();
  }

  @Override
  public int stateSize() {
    return 0;
  }

  @Override
  public int observedWidth() {
    return inputWidth();
  }

  @Override
  public int inputWidth() {
    return height * width * channels;
  }

  @Override
  public void observe(
      double[] numbers,
      int[] fieldIndex,
      long time,
      double[] expected,
      double[] state,
      int stateOffset,
      double[] observed,
      int observedOffset) {
    System.arraycopy(numbers, fieldIndex[0], observed, observedOffset, inputWidth());
  }

  @Override
  public void input(
      double[] observed,
      int rowOffset,
      int column,
      FeatureScaling scaling,
      float[] x,
      int inputOffset) {
    double black = black();
    double unit = (1 - black) / WHITE;
    int pixels = inputWidth();
    for (int i = 0; i < pixels; i++) {
      double pixel = observed[rowOffset + column + i];
      double known = pixel > 0 ? Math.min(pixel, WHITE) : 0; // NaN is not above 0
      x[inputOffset + i] = (float) (black + unit * known);
    }
  }

  /** The pixel, 0 to 255, whose input this is; what lies beyond is brought back. */
  public float pixel(float input) {
    double pixel = (input - black()) / (1 - black()) * WHITE;
    return (float) Math.min(Math.max(pixel, 0), WHITE);
  }

  private double black() {
    return range == Range.UNIT ? 0 : -1;
  }
}
