package io.tidemill.math;

/**
 * A convolution of 3 x 3 windows by F(2 x 2, 3 x 3) of Winograd (Lavin and Gray 2016, "Fast
 * algorithms for convolutional neural networks", section 4.1): 16 products over the channels for 4
 * results in place of 36.
 *
 * <p>An image is cut in tiles of 4 x 4 pixels, 2 apart; B' d B of each is multiplied with G g G'
 * channel by channel, in 16 products of [tiles, channels] by [channels, filters], and A' m A are
 * the results. Sums go over the channels from 0, then in the order of the transforms; images do not
 * meet.
 */
final class WinogradConvolution implements ConvolutionForward {
  private static final int PLANES = WinogradTiles.PLANES;

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
    WinogradTiles tiles = WinogradTiles.of(windows, rows, columns);
    this.frame = tiles.frame();
    this.origins = tiles.origins();
    this.group = tiles.images(TILES);
    this.zero = new float[filters];
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
    int plane = WinogradTiles.plane(size);
    float[] planes = WEIGHTS.of(PLANES * plane);
    transforms.weights(size, parameters, from, planes, plane);
    for (int p = 0; p < PLANES; p++) {
      int to = packedAt + p * planeSize();
      products.pack(planes, p * plane, filters, 1, 1f, channels, filters, packed, to);
    }
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
    int inputPlane = WinogradTiles.plane(tiles * channels);
    int productPlane = WinogradTiles.plane(tiles * filters);
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
