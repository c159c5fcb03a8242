package io.tidemill.math;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of {@link WinogradConvolution} through the same transforms, each turned round: with
 * M = A dY A' of each tile, that of the transformed weights is the sum of V' M over all tiles, that
 * of the transformed input M U', and B and G' bring them back. Where windows one by one take 36
 * multiply-adds for each channel and filter, these take 16.
 *
 * <p>Sums over tiles go in the order of the images and their tiles, those over filters from 0; the
 * gradient of the weights begins at 0 in every batch and is then added to what is there.
 */
final class WinogradBackward implements ConvolutionBackward {
  private static final int PLANES = WinogradTiles.PLANES;

  /** Tiles for which the sums of a product stay in registers, at least. */
  private static final int TILES = 64;

  private static final Room INPUTS = new Room();
  private static final Room OUTPUTS = new Room();
  private static final Room WEIGHTS = new Room();

  private final Kernels products;
  private final WinogradKernels transforms;
  private final WinogradTiles tiles;
  private final Frame results;
  private final int[] resultOrigins;
  private final int channels;
  private final int filters;
  private final float[] zero;

  WinogradBackward(
      Windows windows,
      int filters,
      int rows,
      int columns,
      Kernels products,
      WinogradKernels transforms) {
    this.products = products;
    this.transforms = transforms;
    this.tiles = WinogradTiles.of(windows, rows, columns);
    this.channels = windows.channels();
    this.filters = filters;
    this.results = tiles.results(filters);
    this.resultOrigins = tiles.resultOrigins(filters);
    this.zero = new float[channels];
  }

  private int planeSize() {
    return products.packedSize(filters, channels);
  }

  @Override
  public int packedSize() {
    return Math.multiplyExact(PLANES, planeSize());
  }

  /** (G g G')' of each channel and filter. */
  @Override
  public void pack(float[] parameters, int from, float[] packed, int packedAt) {
    int size = channels * filters;
    int plane = WinogradTiles.plane(size);
    float[] planes = WEIGHTS.of(PLANES * plane);
    transforms.weights(size, parameters, from, planes, plane);
    for (int p = 0; p < PLANES; p++) {
      int to = packedAt + p * planeSize();
      products.pack(planes, p * plane, 1, filters, 1f, filters, channels, packed, to);
    }
  }

  @Override
  public int group() {
    return tiles.images(TILES);
  }

  @Override
  public void begin() {
    int size = PLANES * WinogradTiles.plane(channels * filters);
    Arrays.fill(WEIGHTS.of(size), 0, size, 0);
  }

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
    int count = images * tiles.count();
    int inputPlane = WinogradTiles.plane(count * channels);
    int outputPlane = WinogradTiles.plane(count * filters);
    float[] v = INPUTS.of(PLANES * inputPlane);
    float[] m = OUTPUTS.of(PLANES * outputPlane);
    for (int i = 0; i < images; i++) {
      int first = i * tiles.count();
      input(x, xAt + i * xStep, v, first * channels, inputPlane);
      outputBackward(dy, dyAt + i * dyStep, m, first * filters, outputPlane);
    }
    addOuter(count, v, inputPlane, m, outputPlane);
    if (dx == null) {
      return;
    }
    product(count, m, outputPlane, packed, packedAt, v, inputPlane);
    for (int i = 0; i < images; i++) {
      inputBackward(v, i * tiles.count() * channels, inputPlane, dx, dxAt + i * xStep);
    }
  }

  private void input(float[] x, int xAt, float[] v, int vAt, int plane) {
    Frame frame = tiles.frame();
    boolean padded = frame.isPadded();
    transforms.input(
        tiles.count(),
        tiles.origins(),
        frame.paddedLine(),
        channels,
        padded ? frame.pad(x, xAt) : x,
        padded ? 0 : xAt,
        v,
        vAt,
        plane);
  }

  private void outputBackward(float[] dy, int dyAt, float[] m, int mAt, int plane) {
    boolean padded = results.isPadded();
    transforms.outputBackward(
        tiles.count(),
        resultOrigins,
        results.paddedLine(),
        filters,
        padded ? results.pad(dy, dyAt) : dy,
        padded ? 0 : dyAt,
        m,
        mAt,
        plane);
  }

  private void inputBackward(float[] v, int vAt, int plane, float[] dx, int dxAt) {
    Frame frame = tiles.frame();
    boolean padded = frame.isPadded();
    float[] to = padded ? frame.room() : dx;
    int at = padded ? 0 : dxAt;
    Arrays.fill(to, at, at + frame.paddedSize(), 0);
    transforms.inputBackward(
        tiles.count(), tiles.origins(), frame.paddedLine(), channels, v, vAt, plane, to, at);
    if (padded) {
      frame.crop(to, dx, dxAt);
    }
  }

  private void addOuter(int count, float[] v, int inputPlane, float[] m, int outputPlane) {
    int plane = WinogradTiles.plane(channels * filters);
    float[] sums = WEIGHTS.of(PLANES * plane);
    for (int p = 0; p < PLANES; p++) {
      products.addOuter(
          count,
          v,
          p * inputPlane,
          channels,
          channels,
          m,
          p * outputPlane,
          filters,
          filters,
          sums,
          p * plane,
          filters);
    }
  }

  private void product(
      int count,
      float[] m,
      int outputPlane,
      float[] packed,
      int packedAt,
      float[] v,
      int inputPlane) {
    for (int p = 0; p < PLANES; p++) {
      products.product(
          count,
          m,
          p * outputPlane,
          filters,
          filters,
          packed,
          packedAt + p * planeSize(),
          zero,
          0,
          0,
          v,
          p * inputPlane,
          channels,
          channels);
    }
  }

  @Override
  public void end(float[] dw, int dwAt) {
    int size = channels * filters;
    int plane = WinogradTiles.plane(size);
    transforms.addWeightsBackward(size, WEIGHTS.of(PLANES * plane), plane, dw, dwAt);
  }
}
