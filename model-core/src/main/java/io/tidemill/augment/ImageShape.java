package io.tidemill.augment;

import java.io.Serializable;

/** Pixels of an image, row by row from the top left, the channels of a pixel side by side. */
public record ImageShape(int height, int width, int channels) implements Serializable {

  public ImageShape {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "an image of %d x %d, %d channels: want at least 1 each"
              .formatted(height, width, channels));
    }
    if ((long) height * width > Integer.MAX_VALUE / channels) {
      throw new IllegalArgumentException(
          "an image of %d x %d, %d channels: its values are more than an array holds"
              .formatted(height, width, channels));
    }
  }

  /** Values of an image: height * width * channels. */
  public int size() {
    return height * width * channels;
  }

  /** Values of a row of pixels. */
  public int line() {
    return width * channels;
  }

  /** Where a pixel's first channel is, from the image's first value. */
  public int index(int y, int x) {
    return (y * width + x) * channels;
  }

  /** As in "28 x 28, 1 channel": height x width. */
  @Override
  public String toString() {
    return height + " x " + width + ", " + channels + (channels == 1 ? " channel" : " channels");
  }
}
