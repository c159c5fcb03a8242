package io.tidemill.math;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A convolution of images: y[window, filter] = b[filter] + sum over k of x[window, k] W[k, filter],
 * with k over the rows, columns and channels of a window, and its gradients.
 *
 * <p>Nothing is unfolded: products find their operands through tables of where windows begin and of
 * where their floats are from there. Padding is real zeros, in a copy of one image at a time. Every
 * sum has one order, that of k, of {@link DirectBackward}, or of Winograd's transforms. Immutable,
 * shared by all layers of the same shape.
 */
public final class Convolution {
  private static final ConcurrentMap<Shape, Convolution> SHARED = new ConcurrentHashMap<>();

  private record Shape(Windows windows, int filters) {}

  private final ConvolutionForward forward;
  private final ConvolutionBackward backward;
  private final BiasGradient bias;
  private final Windows windows;
  private final int filters;

  Convolution(Windows windows, int filters, TableKernels tables, WinogradKernels transforms) {
    int rows = windows.rows();
    int columns = windows.columns();
    this.forward = ConvolutionForward.of(windows, filters, rows, columns, tables, transforms);
    this.backward = ConvolutionBackward.of(windows, filters, rows, columns, tables, transforms);
    this.bias = new BiasGradient(tables, windows.count(), filters);
    this.windows = windows;
    this.filters = filters;
  }

  /** The convolution of the shape, with the fastest kernels of this JVM. */
  public static Convolution of(Windows windows, int filters) {
    return SHARED.computeIfAbsent(
        new Shape(windows, filters),
        shape ->
            new Convolution(
                shape.windows, shape.filters, TableKernels.best(), WinogradKernels.best()));
  }

  Windows windows() {
    return windows;
  }

  int filters() {
    return filters;
  }

  // Packed: b | W for forward | W for backward
  private int forBackward() {
    return filters + forward.packedSize();
  }

  /** Floats of the packed weights, {@code trained}: with what {@link #backward} reads. */
  public int packedSize(boolean trained) {
    return trained ? Math.addExact(forBackward(), backward.packedSize()) : forBackward();
  }

  /** Packs W [window, filters] and b [filters], one after another from {@code from} on. */
  public void pack(float[] parameters, int from, float[] packed, boolean trained) {
    System.arraycopy(parameters, from + windows.size() * filters, packed, 0, filters);
    forward.pack(parameters, from, packed, filters);
    if (trained) {
      backward.pack(parameters, from, packed, forBackward());
    }
  }

  /** y [rows, windows * filters] of x [rows, height * width * channels]. */
  public void forward(float[] packed, Matrix x, Matrix y) {
    int group = forward.group();
    for (int row = 0; row < x.rows(); row += group) {
      forward.forward(
          Math.min(group, x.rows() - row),
          x.data(),
          x.offset(row),
          x.columns(),
          packed,
          filters,
          packed,
          0,
          y.data(),
          y.offset(row),
          y.columns());
    }
  }

  /**
   * The gradient.
   *
   * @param packed weights packed with {@code trained}
   * @param dw gradient of W and b, from {@code dwFrom} on; added to
   * @param dx gradient of x, overwritten; null: it is nobody's
   */
  public void backward(
      float[] packed, Matrix x, Matrix dy, float[] dw, int dwFrom, @Nullable Matrix dx) {
    int group = backward.group();
    backward.begin();
    for (int row = 0; row < x.rows(); row += group) {
      int images = Math.min(group, x.rows() - row);
      backward.images(
          images,
          x.data(),
          x.offset(row),
          x.columns(),
          dy.data(),
          dy.offset(row),
          dy.columns(),
          dw,
          dwFrom,
          packed,
          forBackward(),
          dx == null ? null : dx.data(),
          x.offset(row));
      bias.add(images, dy.data(), dy.offset(row), dw, dwFrom + windows.size() * filters);
    }
    backward.end(dw, dwFrom);
  }
}
