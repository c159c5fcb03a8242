package io.tidemill.math;

/**
 * How Winograd's F(2 x 2, 3 x 3) cuts an image: tiles of 4 x 4 pixels, 2 apart, one for each 2 x 2
 * of the first {@code rows} by {@code columns} windows.
 *
 * @param frame the zeros of the padding, and so many more that the last tiles are whole
 * @param origins where the tiles begin in the image with its zeros
 */
record WinogradTiles(int rows, int columns, Frame frame, int[] origins) {
  /** The products of a tile, each a plane of its own over all tiles. */
  static final int PLANES = 16;

  private static final int LINE = 16;

  static WinogradTiles of(Windows windows, int rows, int columns) {
    int down = (rows + 1) / 2;
    int across = (columns + 1) / 2;
    int channels = windows.channels();
    Frame frame = frame(windows.frame(), 2 * down + 2, (2 * across + 2) * channels);
    int[] origins = new int[down * across];
    for (int t = 0; t < origins.length; t++) {
      origins[t] = 2 * (t / across) * frame.paddedLine() + 2 * (t % across) * channels;
    }
    return new WinogradTiles(rows, columns, frame, origins);
  }

  private static Frame frame(Frame frame, int leastHeight, int leastLine) {
    return new Frame(
        frame.height(),
        frame.line(),
        frame.top(),
        frame.left(),
        Math.max(frame.paddedHeight(), leastHeight),
        Math.max(frame.paddedLine(), leastLine));
  }

  /**
   * Room for so many floats of a plane: an odd number of lines of the cache, so that the same place
   * of all planes, which the transforms read and write at once, is not in one set of it.
   */
  static int plane(int floats) {
    int lines = (floats - 1) / LINE + 1;
    return Math.multiplyExact(LINE, lines | 1);
  }

  /** Tiles of an image. */
  int count() {
    return origins.length;
  }

  /** Images that have at least so many tiles together. */
  int images(int least) {
    return (least - 1) / count() + 1;
  }

  /** The results of an image, with zeros where the last tiles go beyond them. */
  Frame results(int filters) {
    int down = (rows + 1) / 2;
    int across = (columns + 1) / 2;
    return new Frame(rows, columns * filters, 0, 0, 2 * down, 2 * across * filters);
  }

  /** Where the 2 x 2 results of each tile begin in {@link #results}. */
  int[] resultOrigins(int filters) {
    int across = (columns + 1) / 2;
    int[] all = new int[count()];
    for (int t = 0; t < all.length; t++) {
      all[t] = 2 * (t / across * 2 * across + t % across) * filters;
    }
    return all;
  }
}
