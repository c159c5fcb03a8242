package io.tidemill.layer;

import io.tidemill.math.Matrix;

/**
 * An image grown by whole factors, every pixel becoming a block of its like (nearest neighbour):
 * before a convolution what a pool is after one.
 *
 * <p>A row is one image, {@code height * width * channels} floats with the channels last, and
 * becomes one of {@link #outputHeight()} * {@link #outputWidth()} * {@code channels}. A series is
 * an image of height 1.
 *
 * @param factorHeight pixels down that one becomes
 * @param factorWidth pixels across; as factorHeight unless said
 */
public record Upsample(int height, int width, int channels, int factorHeight, int factorWidth)
    implements Layer {

  public Upsample(int height, int width, int channels, int factorHeight) {
    this(height, width, channels, factorHeight, factorHeight);
  }

  public Upsample {
    Layer.requirePositive("upsample", "height", height);
    Layer.requirePositive("upsample", "width", width);
    Layer.requirePositive("upsample", "channels", channels);
    Layer.requirePositive("upsample", "factorHeight", factorHeight);
    Layer.requirePositive("upsample", "factorWidth", factorWidth);
    int pixels =
        Math.multiplyExact(
            Math.multiplyExact(height, factorHeight), Math.multiplyExact(width, factorWidth));
    Math.multiplyExact(pixels, channels);
  }

  @Override
  public int inputSize() {
    return height * width * channels;
  }

  @Override
  public int outputSize() {
    return outputHeight() * outputWidth() * channels;
  }

  public int outputHeight() {
    return height * factorHeight;
  }

  public int outputWidth() {
    return width * factorWidth;
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    int line = outputWidth() * channels;
    for (int i = 0; i < x.rows() * height; i++) { // lines of all images
      int to = i * factorHeight * line;
      int from = i * width * channels;
      for (int column = 0; column < outputWidth(); column++) {
        int pixel = from + column / factorWidth * channels;
        System.arraycopy(x.data(), pixel, y.data(), to + column * channels, channels);
      }
      for (int k = 1; k < factorHeight; k++) {
        System.arraycopy(y.data(), to, y.data(), to + k * line, line);
      }
    }
  }

  @Override
  public void backward(
      float[] packed,
      Matrix x,
      Matrix trace,
      Matrix dy,
      Matrix dState,
      int stateColumn,
      float[] dw,
      int dwFrom,
      Matrix dx) {
    dx.fill(0);
    for (int i = 0; i < x.rows() * outputHeight(); i++) {
      int to = i / factorHeight * width * channels;
      int from = i * outputWidth() * channels;
      for (int column = 0; column < outputWidth(); column++) {
        int pixel = to + column / factorWidth * channels;
        for (int c = 0; c < channels; c++) {
          dx.data()[pixel + c] += dy.data()[from + column * channels + c];
        }
      }
    }
  }
}
