package io.tidemill.math;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gradients window by window: sums of that of the weights in the order of the images and their
 * windows, of that of the input in the order of the pixels of a window and then of the filters.
 */
final class DirectBackward implements ConvolutionBackward {
  private final TableKernels tables;
  private final Frame frame;
  private final int channels;
  private final int filters;
  private final int depth;
  private final int[] origins;
  private final int[] pixels;
  private final int[] taps;
  private final int[] results;
  private final int[] weightRows;
  private final int[] inOrder;

  DirectBackward(Windows windows, int filters, int rows, int columns, TableKernels tables) {
    this.tables = tables;
    this.frame = windows.frame();
    this.channels = windows.channels();
    this.filters = filters;
    this.depth = windows.size();
    this.origins = windows.origins(rows, columns);
    this.pixels = windows.pixels();
    this.taps = windows.taps();
    this.results = Tables.steps(origins.length, filters);
    this.weightRows = Tables.steps(depth, filters);
    this.inOrder = Tables.steps(filters, 1);
  }

  private int transposedSize() {
    return tables.packing().packedSize(filters, channels);
  }

  @Override
  public int packedSize() {
    return Math.multiplyExact(pixels.length, transposedSize());
  }

  /** W' of each pixel of a window. */
  @Override
  public void pack(float[] parameters, int from, float[] packed, int packedAt) {
    for (int i = 0; i < pixels.length; i++) {
      int at = from + i * channels * filters;
      int to = packedAt + i * transposedSize();
      tables.packing().pack(parameters, at, 1, filters, 1f, filters, channels, packed, to);
    }
  }

  @Override
  public int group() {
    return 1;
  }

  @Override
  public void begin() {}

  @Override
  public void images(
      int images,
      float[] x,
      int xAt,
      int xStep,
      float[] dy,
      int dyAt,
      int dyStep,
      float[] dw,
      int dwAt,
      float[] packed,
      int packedAt,
      float @Nullable [] dx,
      int dxAt) {
    boolean padded = frame.isPadded();
    for (int i = 0; i < images; i++) {
      int image = xAt + i * xStep;
      tables.outer(
          depth,
          origins.length,
          padded ? frame.pad(x, image) : x,
          padded ? 0 : image,
          taps,
          origins,
          dy,
          dyAt + i * dyStep,
          dw,
          dwAt,
          weightRows,
          dw,
          dwAt,
          weightRows,
          filters);
      if (dx != null) {
        inputGradient(dy, dyAt + i * dyStep, packed, packedAt, dx, dxAt + i * xStep);
      }
    }
  }

  @Override
  public void end(float[] dw, int dwAt) {}

  /** Pixel by pixel of the windows, as no two windows have one pixel of the image at one place. */
  private void inputGradient(
      float[] dy, int dyAt, float[] packed, int packedAt, float[] dx, int dxAt) {
    boolean padded = frame.isPadded();
    float[] to = padded ? frame.room() : dx;
    int at = padded ? 0 : dxAt;
    Arrays.fill(to, at, at + frame.paddedSize(), 0);
    for (int i = 0; i < pixels.length; i++) {
      tables.product(
          origins.length,
          filters,
          dy,
          dyAt,
          results,
          inOrder,
          packed,
          packedAt + i * transposedSize(),
          to,
          at + pixels[i],
          origins,
          to,
          at + pixels[i],
          origins,
          channels);
    }
    if (padded) {
      frame.crop(to, dx, dxAt);
    }
  }
}
