package io.tidemill.math;

/**
 * One way to compute a convolution of a shape. It holds tables and no weights, and is shared.
 *
 * <p>Which way is taken depends on the shape alone, so that every machine gives the same bits.
 */
sealed interface ConvolutionForward permits DirectConvolution, WinogradConvolution {

  /** The way for the shape, of the first {@code rows} by {@code columns} windows. */
  static ConvolutionForward of(
      Windows windows,
      int filters,
      int rows,
      int columns,
      TableKernels tables,
      WinogradKernels transforms) {
    return WinogradConvolution.pays(windows, filters)
        ? new WinogradConvolution(windows, filters, rows, columns, tables.packing(), transforms)
        : new DirectConvolution(windows, filters, rows, columns, tables);
  }

  /** Floats of the packed weights, without the biases. */
  int packedSize();

  /** Packs W [window, filters], from {@code from} on. */
  void pack(float[] parameters, int from, float[] packed, int packedAt);

  /** Images that are best computed together. */
  int group();

  /**
   * Some images.
   *
   * @param x images, {@code xStep} floats from one to the next
   * @param bias [filters]
   * @param y [windows, filters] for each image, {@code yStep} floats from one to the next
   */
  void forward(
      int images,
      float[] x,
      int xAt,
      int xStep,
      float[] packed,
      int packedAt,
      float[] bias,
      int biasAt,
      float[] y,
      int yAt,
      int yStep);
}
