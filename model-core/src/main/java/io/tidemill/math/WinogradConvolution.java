package io.tidemill.math;

/**
 * A convolution of 3 x 3 windows by F(2 x 2, 3 x 3) of Winograd (Lavin and Gray 2016, "Fast
 * algorithms for convolutional neural networks", section 4.1): 16 products over the channels for 4
 * results in place of 36.
 *
 * <p>An image is cut in tiles of 4 x 4 pixels, 2 apart; B' d B of each is multiplied with G g G'
 * channel by channel, in 16 products of [tiles, channels] by [channels, filters], and A' m A are
 * the results. Weights are transformed in double precision. Sums go over the channels from 0, then
 * in the order of the transforms; images do not meet.
 */
final class WinogradConvolution implements ConvolutionForward {
  private static final int PLANES = 16;

  /** Tiles that keep the products' tiles of rows full. */
  private static final int TILES = 24;

  private static final Room INPUTS = new Room();
  private static final Room PRODUCTS = new Room();
  private static final Room WEIGHTS = new Room();

  private final Kernels products;
  private final WinogradKernels transforms;
  private final Frame frame;
  private final int channels;
  private final int filters;
  private final int rows;
  private final int columns;
  private final int group;
  private final int[] origins;
  private final float[] zero;

  WinogradConvolution(
      Windows windows,
      int filters,
      int rows,
      int columns,
      Kernels products,
      WinogradKernels transforms) {
    this.products = products;
    this.transforms = transforms;
    this.channels = windows.channels();
    this.filters = filters;
    this.rows = rows;
    this.columns = columns;
    int down = (rows + 1) / 2;
    int across = (columns + 1) / 2;
    this.frame = frame(windows, 2 * down + 2, (2 * across + 2) * channels);
    this.origins = new int[down * across];
    for (int t = 0; t < origins.length; t++) {
      origins[t] = 2 * (t / across) * frame.paddedLine() + 2 * (t % across) * channels;
    }
    this.group = (TILES - 1) / origins.length + 1;
    this.zero = new float[filters];
  }

  /** The zeros of the padding, and so many more that the last tiles are whole. */
  private static Frame frame(Windows windows, int leastHeight, int leastLine) {
    Frame frame = windows.frame();
    return new Frame(
        frame.height(),
        frame.line(),
        frame.top(),
        frame.left(),
        Math.max(frame.paddedHeight(), leastHeight),
        Math.max(frame.paddedLine(), leastLine));
  }

  /** Whether it takes fewer products, enough to pay for the transforms. */
  static boolean pays(Windows windows, int filters) {
    boolean fits =
        windows.windowHeight() == 3
            && windows.windowWidth() == 3
            && windows.strideY() == 1
            && windows.strideX() == 1
            && windows.dilation() == 1;
    int tiles = (windows.rows() + 1) / 2 * ((windows.columns() + 1) / 2);
    return fits
        && windows.channels() >= Kernels.NARROW
        && filters >= Kernels.NARROW
        && 4L * PLANES * tiles <= 3L * 9 * windows.count();
  }

  @Override
  public int packedSize() {
    return Math.multiplyExact(PLANES, planeSize());
  }

  private int planeSize() {
    return products.packedSize(channels, filters);
  }

  /** G g G' of each channel and filter. */
  @Override
  public void pack(float[] parameters, int from, float[] packed, int packedAt) {
    int size = channels * filters;
    float[] planes = WEIGHTS.of(PLANES * size);
    for (int i = 0; i < size; i++) {
      for (int y = 0; y < 4; y++) {
        double left = down(parameters, from + i, 3 * size, y);
        double middle = down(parameters, from + size + i, 3 * size, y);
        double right = down(parameters, from + 2 * size + i, 3 * size, y);
        int to = 4 * y * size + i;
        planes[to] = (float) left;
        planes[to + size] = (float) (0.5 * (left + middle + right));
        planes[to + 2 * size] = (float) (0.5 * (left - middle + right));
        planes[to + 3 * size] = (float) right;
      }
    }
    for (int p = 0; p < PLANES; p++) {
      int to = packedAt + p * planeSize();
      products.pack(planes, p * size, filters, 1, 1f, channels, filters, packed, to);
    }
  }

  /** A row of G times a column of g. */
  private static double down(float[] g, int at, int line, int row) {
    double above = g[at];
    double middle = g[at + line];
    double below = g[at + 2 * line];
    return switch (row) {
      case 0 -> above;
      case 1 -> 0.5 * (above + middle + below);
      case 2 -> 0.5 * (above - middle + below);
      default -> below;
    };
  }

  @Override
  public int group() {
    return group;
  }

  @Override
  public void forward(
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
      int yStep) {
    int tiles = images * origins.length;
    int inputPlane = tiles * channels;
    int productPlane = tiles * filters;
    float[] v = INPUTS.of(PLANES * inputPlane);
    float[] m = PRODUCTS.of(PLANES * productPlane);
    boolean padded = frame.isPadded();
    for (int i = 0; i < images; i++) {
      int at = xAt + i * xStep;
      transforms.input(
          origins.length,
          origins,
          frame.paddedLine(),
          channels,
          padded ? frame.pad(x, at) : x,
          padded ? 0 : at,
          v,
          i * origins.length * channels,
          inputPlane);
    }
    for (int p = 0; p < PLANES; p++) {
      products.product(
          tiles,
          v,
          p * inputPlane,
          channels,
          channels,
          packed,
          packedAt + p * planeSize(),
          zero,
          0,
          0,
          m,
          p * productPlane,
          filters,
          filters);
    }
    for (int i = 0; i < images; i++) {
      int from = i * origins.length * filters;
      transforms.output(
          rows, columns, filters, m, from, productPlane, bias, biasAt, y, yAt + i * yStep);
    }
  }
}
