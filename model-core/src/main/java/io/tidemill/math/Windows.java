package io.tidemill.math;

/**
 * Windows that slide over an image of {@code height * width * channels} floats, channels last: what
 * a convolution and a pool look at for each of their outputs. A series is an image of height 1.
 *
 * @param strideY rows from one window to the next
 * @param dilation distance between neighbours within a window, in rows and in columns
 * @param same whether zeros around the image make it ceil(height / strideY) by ceil(width /
 *     strideX) windows, an odd zero going below and to the right; else windows lie within it
 */
public record Windows(
    int height,
    int width,
    int channels,
    int windowHeight,
    int windowWidth,
    int strideY,
    int strideX,
    int dilation,
    boolean same) {

  public Windows {
    if (!same && (span(windowHeight, dilation) > height || span(windowWidth, dilation) > width)) {
      throw new IllegalArgumentException(
          "a window of %d x %d, dilation %d, spans more than the image of %d x %d: take a smaller"
                  .formatted(windowHeight, windowWidth, dilation, height, width)
              + " window or padding");
    }
    // The offsets of the tables are ints.
    Math.multiplyExact(
        Math.multiplyExact(
            Math.addExact(height, span(windowHeight, dilation)),
            Math.addExact(width, span(windowWidth, dilation))),
        channels);
  }

  private static int span(int window, int dilation) {
    return Math.addExact(Math.multiplyExact(window - 1, dilation), 1);
  }

  /** Windows from the top to the bottom. */
  public int rows() {
    return same
        ? (height - 1) / strideY + 1
        : (height - span(windowHeight, dilation)) / strideY + 1;
  }

  /** Windows from the left to the right. */
  public int columns() {
    return same ? (width - 1) / strideX + 1 : (width - span(windowWidth, dilation)) / strideX + 1;
  }

  public int count() {
    return rows() * columns();
  }

  /** Floats of a window. */
  public int size() {
    return Math.multiplyExact(Math.multiplyExact(windowHeight, windowWidth), channels);
  }

  /** Rows of zeros above and below the image. */
  private int paddingY() {
    return same ? Math.max(0, (rows() - 1) * strideY + span(windowHeight, dilation) - height) : 0;
  }

  /** Columns of zeros left and right of the image. */
  private int paddingX() {
    return same ? Math.max(0, (columns() - 1) * strideX + span(windowWidth, dilation) - width) : 0;
  }

  private int paddedWidth() {
    return width + paddingX();
  }

  /** The zeros around the image. */
  Frame frame() {
    return new Frame(
        height,
        width * channels,
        paddingY() / 2,
        paddingX() / 2 * channels,
        height + paddingY(),
        paddedWidth() * channels);
  }

  /** The same windows over an image of another height and width. */
  Windows over(int newHeight, int newWidth) {
    return new Windows(
        newHeight, newWidth, channels, windowHeight, windowWidth, strideY, strideX, dilation, same);
  }

  /** Where each window begins in the padded image. */
  int[] origins() {
    return origins(rows(), columns());
  }

  /** Where the first {@code rows} by {@code columns} windows begin in the padded image. */
  int[] origins(int rows, int columns) {
    int[] origins = new int[rows * columns];
    for (int i = 0; i < origins.length; i++) {
      int y = i / columns * strideY;
      int x = i % columns * strideX;
      origins[i] = (y * paddedWidth() + x) * channels;
    }
    return origins;
  }

  /** Where each pixel of a window begins, from the window's own origin; row by row. */
  int[] pixels() {
    int[] pixels = new int[windowHeight * windowWidth];
    for (int i = 0; i < pixels.length; i++) {
      int y = i / windowWidth * dilation;
      int x = i % windowWidth * dilation;
      pixels[i] = (y * paddedWidth() + x) * channels;
    }
    return pixels;
  }

  /** Where each float of a window is from the window's origin. */
  int[] taps() {
    int[] pixels = pixels();
    int[] taps = new int[size()];
    for (int k = 0; k < taps.length; k++) {
      taps[k] = pixels[k / channels] + k % channels;
    }
    return taps;
  }
}
