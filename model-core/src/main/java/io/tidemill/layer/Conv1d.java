package io.tidemill.layer;

import io.tidemill.layer.ParameterLayout.Parameter;
import io.tidemill.math.Convolution;
import io.tidemill.math.Matrix;
import io.tidemill.math.Windows;
import java.util.List;

/**
 * A convolution over the steps of a window of a series: y[t, f] = b[f] + sum over i, c of x[t
 * stride + i dilation, c] W[i, c, f].
 *
 * <p>A row is one window, {@code steps * channels} floats, and becomes one of {@link
 * #outputSteps()} * {@code filters}; {@link CausalConv1d} takes a stream one step at a time.
 * Parameters: W [kernelSize, channels, filters] and b [filters].
 *
 * @param padding none unless said
 * @param stride steps from one output to the next; 1 unless said
 * @param dilation steps between the inputs of one output; 1 unless said
 */
public record Conv1d(
    int steps, int channels, int filters, int kernelSize, Padding padding, int stride, int dilation)
    implements Layer {
  private static final Shared<Conv1d, Convolution> CONVOLUTIONS =
      new Shared<>(layer -> Convolution.of(layer.windows(), layer.filters));

  public Conv1d(int steps, int channels, int filters, int kernelSize) {
    this(steps, channels, filters, kernelSize, Padding.VALID);
  }

  public Conv1d(int steps, int channels, int filters, int kernelSize, Padding padding) {
    this(steps, channels, filters, kernelSize, padding, 1, 1);
  }

  public Conv1d {
    Layer.requirePositive("conv1d", "steps", steps);
    Layer.requirePositive("conv1d", "channels", channels);
    Layer.requirePositive("conv1d", "filters", filters);
    Layer.requirePositive("conv1d", "kernelSize", kernelSize);
    Layer.requirePositive("conv1d", "stride", stride);
    Layer.requirePositive("conv1d", "dilation", dilation);
    boolean same = padding == Padding.SAME;
    Windows windows = new Windows(1, steps, channels, 1, kernelSize, 1, stride, dilation, same);
    Math.multiplyExact(windows.count(), filters);
  }

  private Windows windows() {
    boolean same = padding == Padding.SAME;
    return new Windows(1, steps, channels, 1, kernelSize, 1, stride, dilation, same);
  }

  private Convolution convolution() {
    return CONVOLUTIONS.of(this);
  }

  public int outputSteps() {
    return windows().count();
  }

  @Override
  public int inputSize() {
    return steps * channels;
  }

  @Override
  public int outputSize() {
    return windows().count() * filters;
  }

  @Override
  public ParameterLayout parameters() {
    double spread =
        ParameterLayout.glorot(
            Math.multiplyExact(kernelSize, channels), Math.multiplyExact(kernelSize, filters));
    return new ParameterLayout(
        List.of(
            new Parameter("W", List.of(kernelSize, channels, filters), spread),
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
