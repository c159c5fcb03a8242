package io.tidemill.layer;

import io.tidemill.math.Matrix;
import io.tidemill.math.Pooling;
import io.tidemill.math.Windows;

/**
 * The mean of each window of an image, channel by channel; what is left over at the end of a side,
 * less than a window, is dropped.
 *
 * <p>A row is one image, {@code height * width * channels} floats with the channels last, and
 * becomes one of {@link #outputHeight()} * {@link #outputWidth()} * {@code channels}. A series is
 * an image of height 1.
 *
 * @param windowWidth as windowHeight unless said
 * @param strideHeight from one window to the next; as windowHeight unless said
 * @param strideWidth as windowWidth unless said
 */
public record AvgPool(
    int height,
    int width,
    int channels,
    int windowHeight,
    int windowWidth,
    int strideHeight,
    int strideWidth)
    implements Layer {
  private static final Shared<AvgPool, Pooling> POOLINGS =
      new Shared<>(layer -> Pooling.of(layer.windows()));

  public AvgPool(int height, int width, int channels, int windowHeight) {
    this(height, width, channels, windowHeight, windowHeight);
  }

  public AvgPool(int height, int width, int channels, int windowHeight, int windowWidth) {
    this(height, width, channels, windowHeight, windowWidth, windowHeight, windowWidth);
  }

  public AvgPool {
    Layer.requirePositive("avg-pool", "height", height);
    Layer.requirePositive("avg-pool", "width", width);
    Layer.requirePositive("avg-pool", "channels", channels);
    Layer.requirePositive("avg-pool", "windowHeight", windowHeight);
    Layer.requirePositive("avg-pool", "windowWidth", windowWidth);
    Layer.requirePositive("avg-pool", "strideHeight", strideHeight);
    Layer.requirePositive("avg-pool", "strideWidth", strideWidth);
    new Windows(
        height, width, channels, windowHeight, windowWidth, strideHeight, strideWidth, 1, false);
  }

  private Windows windows() {
    return new Windows(
        height, width, channels, windowHeight, windowWidth, strideHeight, strideWidth, 1, false);
  }

  public int outputHeight() {
    return windows().rows();
  }

  public int outputWidth() {
    return windows().columns();
  }

  @Override
  public int inputSize() {
    return height * width * channels;
  }

  @Override
  public int outputSize() {
    return windows().count() * channels;
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    POOLINGS.of(this).mean(x, y);
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
    POOLINGS.of(this).meanBackward(dy, dx);
  }
}
