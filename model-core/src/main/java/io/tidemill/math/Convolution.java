package io.tidemill.math;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A convolution of images: y[window, filter] = b[filter] + sum over k of x[window, k] W[k, filter],
 * with k over the rows, columns and channels of a window, and its gradients.
 *
 * <p>Nothing is unfolded: products find their operands through tables of where windows begin and of
 * where their floats are from there. Padding is real zeros, in a copy of one image at a time. Every
 * sum is in the order of k (but see {@link WinogradConvolution}), that of a gradient to the weights
 * in the order of the images and their windows, that of a gradient to the input in the order of the
 * pixels of a window and then of the filters. Immutable, shared by all layers of the same shape.
 */
public final class Convolution {
  private static final ConcurrentMap<Shape, Convolution> SHARED = new ConcurrentHashMap<>();
  private static final float[] ONE = {1f};

  private record Shape(Windows windows, int filters) {}

  private final TableKernels tables;
  private final Kernels packing;
  private final ConvolutionForward forward;
  private final Windows windows;
  private final Frame frame;
  private final int filters;
  private final int depth;
  private final int count;
  private final int[] origins;
  private final int[] pixels;
  private final int[] taps;
  private final int[] resultRows;
  private final int[] weightRows;
  private final int[] zeros;
  private final int[] inOrder;

  Convolution(Windows windows, int filters, TableKernels tables, WinogradKernels transforms) {
    this.tables = tables;
    this.packing = tables.packing();
    this.forward =
        ConvolutionForward.of(
            windows, filters, windows.rows(), windows.columns(), tables, transforms);
    this.windows = windows;
    this.frame = windows.frame();
    this.filters = filters;
    this.depth = windows.size();
    this.count = windows.count();
    this.origins = windows.origins();
    this.pixels = windows.pixels();
    this.taps = windows.taps();
    this.resultRows = Tables.steps(count, filters);
    this.weightRows = Tables.steps(depth, filters);
    this.zeros = new int[count];
    this.inOrder = Tables.steps(filters, 1);
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

  // Packed: b | W | W' of each pixel of a window
  private int transposed() {
    return filters + forward.packedSize();
  }

  private int transposedSize() {
    return packing.packedSize(filters, windows.channels());
  }

  /** Floats of the packed weights, {@code trained}: with what {@link #backward} reads. */
  public int packedSize(boolean trained) {
    return trained
        ? Math.addExact(transposed(), Math.multiplyExact(pixels.length, transposedSize()))
        : transposed();
  }

  /** Packs W [window, filters] and b [filters], one after another from {@code from} on. */
  public void pack(float[] parameters, int from, float[] packed, boolean trained) {
    int channels = windows.channels();
    System.arraycopy(parameters, from + depth * filters, packed, 0, filters);
    forward.pack(parameters, from, packed, filters);
    for (int i = 0; trained && i < pixels.length; i++) {
      int at = from + i * channels * filters;
      int to = transposed() + i * transposedSize();
      packing.pack(parameters, at, 1, filters, 1f, filters, channels, packed, to);
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
   * @param dx gradient of x, overwritten
   */
  public void backward(float[] packed, Matrix x, Matrix dy, float[] dw, int dwFrom, Matrix dx) {
    addWeightGradient(x, dy, dw, dwFrom);
    for (int row = 0; row < x.rows(); row++) {
      inputGradient(packed, dy, row, dx);
    }
  }

  /** Of {@link #backward} only the gradient of W and b. */
  public void addWeightGradient(Matrix x, Matrix dy, float[] dw, int dwFrom) {
    for (int row = 0; row < x.rows(); row++) {
      addWeightGradient(x, dy, row, dw, dwFrom);
    }
  }

  private void addWeightGradient(Matrix x, Matrix dy, int row, float[] dw, int dwFrom) {
    boolean padded = frame.isPadded();
    tables.outer(
        depth,
        count,
        padded ? frame.pad(x.data(), x.offset(row)) : x.data(),
        padded ? 0 : x.offset(row),
        taps,
        origins,
        dy.data(),
        dy.offset(row),
        dw,
        dwFrom,
        weightRows,
        dw,
        dwFrom,
        weightRows,
        filters);
    int bias = dwFrom + depth * filters;
    tables.outer(
        1,
        count,
        ONE,
        0,
        zeros,
        zeros,
        dy.data(),
        dy.offset(row),
        dw,
        bias,
        zeros,
        dw,
        bias,
        zeros,
        filters);
  }

  /** Pixel by pixel of the windows, as no two windows have one pixel of the image at one place. */
  private void inputGradient(float[] packed, Matrix dy, int row, Matrix dx) {
    boolean padded = frame.isPadded();
    float[] to = padded ? frame.room() : dx.data();
    int at = padded ? 0 : dx.offset(row);
    Arrays.fill(to, at, at + frame.paddedSize(), 0);
    for (int i = 0; i < pixels.length; i++) {
      tables.product(
          count,
          filters,
          dy.data(),
          dy.offset(row),
          resultRows,
          inOrder,
          packed,
          transposed() + i * transposedSize(),
          to,
          at + pixels[i],
          origins,
          to,
          at + pixels[i],
          origins,
          windows.channels());
    }
    if (padded) {
      frame.crop(to, dx.data(), dx.offset(row));
    }
  }
}
