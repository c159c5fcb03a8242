package io.tidemill.math;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.IntUnaryOperator;

/**
 * A convolution of images: y[window, filter] = b[filter] + sum over k of x[window, k] W[k, filter],
 * with k over the rows, columns and channels of a window, and its gradients.
 *
 * <p>Nothing is unfolded: products find their operands through tables of where windows begin and of
 * where their floats are from there. Padding is real zeros, in a copy of one image at a time. Every
 * sum is in the order of k, that of a gradient to the weights in the order of the images and their
 * windows, that of a gradient to the input in the order of the pixels of a window and then of the
 * filters. Immutable, shared by all layers of the same shape.
 */
public final class Convolution {
  private static final ConcurrentMap<Shape, Convolution> SHARED = new ConcurrentHashMap<>();
  private static final float[] ONE = {1f};
  private static final ThreadLocal<float[]> PADDED = ThreadLocal.withInitial(() -> new float[0]);

  private record Shape(Windows windows, int filters) {}

  private final TableKernels tables;
  private final Kernels packing;
  private final Windows windows;
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

  Convolution(Windows windows, int filters, TableKernels tables) {
    this.tables = tables;
    this.packing = tables.packing();
    this.windows = windows;
    this.filters = filters;
    this.depth = windows.size();
    this.count = windows.count();
    this.origins = windows.origins();
    this.pixels = windows.pixels();
    int channels = windows.channels();
    this.taps = table(depth, k -> pixels[k / channels] + k % channels);
    this.resultRows = table(count, i -> i * filters);
    this.weightRows = table(depth, k -> k * filters);
    this.zeros = new int[count];
    this.inOrder = table(filters, i -> i);
  }

  private static int[] table(int size, IntUnaryOperator value) {
    int[] table = new int[size];
    Arrays.setAll(table, value);
    return table;
  }

  /** The convolution of the shape, with the fastest kernels of this JVM. */
  public static Convolution of(Windows windows, int filters) {
    return SHARED.computeIfAbsent(
        new Shape(windows, filters),
        shape -> new Convolution(shape.windows, shape.filters, TableKernels.best()));
  }

  Windows windows() {
    return windows;
  }

  int filters() {
    return filters;
  }

  // Packed: b | W | W' of each pixel of a window
  private int transposed() {
    return filters + packing.packedSize(depth, filters);
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
    packing.pack(parameters, from, filters, 1, 1f, depth, filters, packed, filters);
    for (int i = 0; trained && i < pixels.length; i++) {
      int at = from + i * channels * filters;
      int to = transposed() + i * transposedSize();
      packing.pack(parameters, at, 1, filters, 1f, filters, channels, packed, to);
    }
  }

  /** y [rows, windows * filters] of x [rows, height * width * channels]. */
  public void forward(float[] packed, Matrix x, Matrix y) {
    for (int row = 0; row < x.rows(); row++) {
      boolean padded = windows.padded();
      tables.product(
          count,
          depth,
          padded ? pad(x.data(), x.offset(row)) : x.data(),
          padded ? 0 : x.offset(row),
          origins,
          taps,
          packed,
          filters,
          packed,
          0,
          zeros,
          y.data(),
          y.offset(row),
          resultRows,
          filters);
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
    for (int row = 0; row < x.rows(); row++) {
      addWeightGradient(x, dy, row, dw, dwFrom);
      inputGradient(packed, dy, row, dx);
    }
  }

  private void addWeightGradient(Matrix x, Matrix dy, int row, float[] dw, int dwFrom) {
    boolean padded = windows.padded();
    tables.outer(
        depth,
        count,
        padded ? pad(x.data(), x.offset(row)) : x.data(),
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
    boolean padded = windows.padded();
    float[] to = padded ? room(windows.paddedSize()) : dx.data();
    int at = padded ? 0 : dx.offset(row);
    Arrays.fill(to, at, at + windows.paddedSize(), 0);
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
      crop(to, dx.data(), dx.offset(row));
    }
  }

  private static float[] room(int size) {
    float[] room = PADDED.get();
    if (room.length < size) {
      room = new float[size];
      PADDED.set(room);
    }
    return room;
  }

  private float[] pad(float[] image, int at) {
    float[] padded = room(windows.paddedSize());
    Arrays.fill(padded, 0, windows.paddedSize(), 0);
    int line = windows.width() * windows.channels();
    int paddedLine = windows.paddedWidth() * windows.channels();
    for (int y = 0; y < windows.height(); y++) {
      int to = windows.imageOffset() + y * paddedLine;
      System.arraycopy(image, at + y * line, padded, to, line);
    }
    return padded;
  }

  private void crop(float[] padded, float[] image, int at) {
    int line = windows.width() * windows.channels();
    int paddedLine = windows.paddedWidth() * windows.channels();
    for (int y = 0; y < windows.height(); y++) {
      int from = windows.imageOffset() + y * paddedLine;
      System.arraycopy(padded, from, image, at + y * line, line);
    }
  }
}
