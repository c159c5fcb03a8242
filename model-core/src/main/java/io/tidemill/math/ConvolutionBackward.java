package io.tidemill.math;

import org.jspecify.annotations.Nullable;

/**
 * One way to compute the gradients of a convolution of a shape, the other direction of {@link
 * ConvolutionForward}: it holds tables and no weights, and is shared.
 */
sealed interface ConvolutionBackward permits DirectBackward, WinogradBackward {

  /** The way for the shape, where the first {@code rows} by {@code columns} windows have one. */
  static ConvolutionBackward of(
      Windows windows,
      int filters,
      int rows,
      int columns,
      TableKernels tables,
      WinogradKernels transforms) {
    return WinogradConvolution.pays(windows, filters)
        ? new WinogradBackward(windows, filters, rows, columns, tables.packing(), transforms)
        : new DirectBackward(windows, filters, rows, columns, tables);
  }

  /** Floats of the packed weights that a gradient of x is computed from. */
  int packedSize();

  /** Packs W [window, filters], from {@code from} on. */
  void pack(float[] parameters, int from, float[] packed, int packedAt);

  /** Images that are best computed together. */
  int group();

  /** Comes before the first images of a batch. */
  void begin();

  /**
   * Some images.
   *
   * @param x images, {@code xStep} floats from one to the next
   * @param dy gradient of the windows' results, {@code dyStep} floats from one image to the next
   * @param dw gradient of W; added to, here or in {@link #end}
   * @param dx gradient of x, overwritten; null: it is nobody's
   * @param dxAt as {@code xAt}; images are {@code xStep} floats apart here, too
   */
  void images(
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
      int dxAt);

  /** Comes after the last images of a batch. */
  void end(float[] dw, int dwAt);
}
