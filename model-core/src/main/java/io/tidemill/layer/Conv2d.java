package io.tidemill.layer;

import io.tidemill.layer.ParameterLayout.Parameter;
import io.tidemill.math.Convolution;
import io.tidemill.math.Matrix;
import io.tidemill.math.PooledConvolution;
import io.tidemill.math.Windows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A convolution of images: y[i, j, f] = b[f] + sum over u, v, c of x[i stride + u dilation, j
 * stride + v dilation, c] W[u, v, c, f].
 *
 * <p>A row is one image, {@code height * width * channels} floats with the channels last, and
 * becomes one of {@link #outputHeight()} * {@link #outputWidth()} * {@code filters}; so a {@link
 * Dense} layer can follow as it is. Parameters: W [kernelHeight, kernelWidth, channels, filters]
 * and b [filters].
 *
 * @param padding none unless said
 * @param stride distance from one window to the next, both ways; 1 unless said
 * @param dilation distance of neighbours within a window, both ways; 1 unless said
 */
public record Conv2d(
    int height,
    int width,
    int channels,
    int filters,
    int kernelHeight,
    int kernelWidth,
    Padding padding,
    int stride,
    int dilation)
    implements Layer {
  private static final Shared<Conv2d, Convolution> CONVOLUTIONS =
      new Shared<>(layer -> Convolution.of(layer.windows(), layer.filters));

  public Conv2d(
      int height, int width, int channels, int filters, int kernelHeight, int kernelWidth) {
    this(height, width, channels, filters, kernelHeight, kernelWidth, Padding.VALID);
  }

  public Conv2d(
      int height,
      int width,
      int channels,
      int filters,
      int kernelHeight,
      int kernelWidth,
      Padding padding) {
    this(height, width, channels, filters, kernelHeight, kernelWidth, padding, 1, 1);
  }

  public Conv2d {
    Layer.requirePositive("conv2d", "height", height);
    Layer.requirePositive("conv2d", "width", width);
    Layer.requirePositive("conv2d", "channels", channels);
    Layer.requirePositive("conv2d", "filters", filters);
    Layer.requirePositive("conv2d", "kernelHeight", kernelHeight);
    Layer.requirePositive("conv2d", "kernelWidth", kernelWidth);
    Layer.requirePositive("conv2d", "stride", stride);
    Layer.requirePositive("conv2d", "dilation", dilation);
    Windows windows =
        new Windows(
            height,
            width,
            channels,
            kernelHeight,
            kernelWidth,
            stride,
            stride,
            dilation,
            padding == Padding.SAME);
    Math.multiplyExact(windows.count(), filters);
  }

  /** What each output sees. */
  public Windows windows() {
    return new Windows(
        height,
        width,
        channels,
        kernelHeight,
        kernelWidth,
        stride,
        stride,
        dilation,
        padding == Padding.SAME);
  }

  /** The first three layers as one, if they are a convolution, relu and a pool. */
  public static @Nullable PooledConvolution pooled(List<Layer> layers) {
    return layers.size() > 2
            && layers.get(0) instanceof Conv2d conv
            && layers.get(1).equals(new Activation(conv.outputSize(), Activation.Function.RELU))
            && layers.get(2) instanceof MaxPool pool
            && pool.height() == conv.outputHeight()
            && pool.width() == conv.outputWidth()
        ? PooledConvolution.of(conv.windows(), conv.filters(), pool.windows())
        : null;
  }

  private Convolution convolution() {
    return CONVOLUTIONS.of(this);
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
    return windows().count() * filters;
  }

  @Override
  public ParameterLayout parameters() {
    int field = Math.multiplyExact(kernelHeight, kernelWidth);
    double spread =
        ParameterLayout.glorot(
            Math.multiplyExact(field, channels), Math.multiplyExact(field, filters));
    return new ParameterLayout(
        List.of(
            new Parameter("W", List.of(kernelHeight, kernelWidth, channels, filters), spread),
            new Parameter("b", List.of(filters), 0)));
  }

  @Override
  public int packedSize(boolean trained) {
    return convolution().packedSize(trained);
  }

  @Override
  public void pack(float[] parameters, int from, float[] packed, boolean trained) {
    convolution().pack(parameters, from, packed, trained);
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    convolution().forward(packed, x, y);
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
    convolution().backward(packed, x, dy, dw, dwFrom, dx);
  }

  @Override
  public void backwardFirst(
      float[] packed,
      Matrix x,
      Matrix trace,
      Matrix dy,
      Matrix dState,
      int stateColumn,
      float[] dw,
      int dwFrom,
      Matrix dx) {
    convolution().backward(packed, x, dy, dw, dwFrom, null);
  }
}
