package io.tidemill.math;

import static io.tidemill.math.VectorTiles.V;

/**
 * Convolutions whose windows begin few floats apart, as those over images of one to four channels:
 * two lines of windows side by side at a time, which need no table of where they begin. With a pool
 * of 2 x 2 behind relu the results do not leave the registers.
 *
 * <p>The last tile of a line, and the last pair of lines, end where the image does, and compute
 * some results again.
 */
final class VectorStrips {
  private VectorStrips() {}

  /** Whether the first {@code rows} by {@code columns} windows can be taken so. */
  static boolean take(Windows windows, int filters, int rows, int columns) {
    boolean registers = V >= 16;
    int step = windows.strideX() * windows.channels();
    return registers
        && step <= VectorStripTiles.MAX_STEP
        && filters >= Kernels.NARROW
        && rows >= 2
        && columns >= 6;
  }

  /** Windows of a line in a tile. */
  private static int width(int vectors) {
    return vectors == 3 ? 4 : 6;
  }

  /**
   * The windows of an image, y [rows, columns, filters], or with {@code pooled} the largest of each
   * 2 x 2 of them and 0, y [rows / 2, columns / 2, filters].
   *
   * @param step floats from one window to the next
   * @param line floats from one line of windows to the next
   */
  static void windows(
      boolean pooled,
      int rows,
      int columns,
      int step,
      int line,
      int[] taps,
      float[] x,
      int xAt,
      float[] packed,
      int packedAt,
      float[] bias,
      int biasAt,
      float[] y,
      int yAt,
      int filters) {
    int depth = taps.length;
    int share = pooled ? 2 : 1;
    int yLine = columns / share * filters;
    for (int from = 0; from < filters; ) {
      int vectors = VectorKernels.vectors(from, filters);
      int last = Math.min(vectors * V, filters - from) - V;
      int p = packedAt + from * depth;
      int b = biasAt + from;
      for (int row = 0; row < rows; row += 2) {
        int top = Math.min(row, rows - 2);
        for (int column = 0; column < columns; column += width(vectors)) {
          int left = Math.min(column, columns - width(vectors));
          int at = xAt + top * line + left * step;
          int to = yAt + top / share * yLine + left / share * filters + from;
          if (pooled) {
            VectorStripTiles.pooled(
                step, vectors, depth, x, at, line, taps, packed, p, bias, b, y, to, yLine, filters,
                last);
          } else {
            VectorStripTiles.strip(
                step, vectors, depth, x, at, line, taps, packed, p, bias, b, y, to, yLine, filters,
                last);
          }
        }
      }
      from += vectors * V;
    }
  }
}
