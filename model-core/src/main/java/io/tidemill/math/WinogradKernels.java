package io.tidemill.math;

/**
 * The transforms of Winograd's F(2 x 2, 3 x 3): of the weights, of 4 x 4 pixels before the products
 * and to 2 x 2 results after them, with {@code plane} floats from one of the 16 products' operands
 * to the next. Results are defined to the bit, as those of {@link Kernels}; stateless and free of
 * allocation.
 */
sealed interface WinogradKernels permits ScalarWinogradKernels, VectorWinogradKernels {

  /** The fastest kernels of this JVM; see {@link KernelChoice}. */
  static WinogradKernels best() {
    return KernelChoice.WINOGRAD;
  }

  /**
   * G g G' of weights g [3, 3, size].
   *
   * @param size at least 16
   * @param planes 16 of them
   */
  void weights(int size, float[] g, int at, float[] planes, int plane);

  /** Adds G' d G of the planes to dg [3, 3, size]. */
  void addWeightsBackward(int size, float[] planes, int plane, float[] dg, int at);

  /**
   * B' d B of each tile of an image, channel by channel.
   *
   * @param origins where the tiles begin in x
   * @param line floats of a line of the image
   * @param channels at least 16
   * @param v [16 planes, tiles, channels]
   */
  void input(
      int tiles,
      int[] origins,
      int line,
      int channels,
      float[] x,
      int xAt,
      float[] v,
      int vAt,
      int plane);

  /**
   * A' m A plus the bias of each tile, filter by filter; what lies beyond the last row or column is
   * dropped.
   *
   * @param filters at least 16
   * @param m [16 planes, tiles, filters], tiles from left to right, then downwards
   * @param y [rows, columns, filters]
   */
  void output(
      int rows,
      int columns,
      int filters,
      float[] m,
      int mAt,
      int plane,
      float[] bias,
      int biasAt,
      float[] y,
      int yAt);

  /**
   * B v B' of each tile, channel by channel, is added to the tile's pixels: tile by tile, as they
   * overlap.
   *
   * @param v as that of {@link #input}, and so are the others
   */
  void inputBackward(
      int tiles,
      int[] origins,
      int line,
      int channels,
      float[] v,
      int vAt,
      int plane,
      float[] dx,
      int dxAt);

  /**
   * A dy A' of the 2 x 2 results of each tile, filter by filter.
   *
   * @param origins where the results of the tiles begin in dy
   * @param line floats of a line of dy
   * @param filters at least 16
   * @param m [16 planes, tiles, filters]
   */
  void outputBackward(
      int tiles,
      int[] origins,
      int line,
      int filters,
      float[] dy,
      int dyAt,
      float[] m,
      int mAt,
      int plane);
}
