package io.tidemill.math;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A convolution, relu and the largest of windows of the results, in one: the results of some images
 * at a time stay in the cache, and those that the pool drops are never computed; what remains for
 * the gradient is which of a window was the largest. The bits are those of the three one after
 * another, but for the signs of zeros in gradients, the packed weights those of {@link
 * Convolution}. Immutable and shared, as that is.
 */
public final class PooledConvolution {
  private static final ConcurrentMap<Shape, PooledConvolution> SHARED = new ConcurrentHashMap<>();
  private static final Room RESULTS = new Room();

  private record Shape(Windows windows, int filters, Windows pool) {}

  private final ConvolutionForward convolution;
  private final ConvolutionBackward backward;
  private final BiasGradient bias;
  private final @Nullable DirectConvolution inRegisters;
  private final Pooling pooling;
  private final int filters;
  private final int weights;
  private final int resultSize;

  PooledConvolution(
      Windows windows,
      int filters,
      Windows pool,
      TableKernels tables,
      WinogradKernels transforms,
      PoolKernels pools) {
    int rows = (pool.rows() - 1) * pool.strideY() + pool.windowHeight();
    int columns = (pool.columns() - 1) * pool.strideX() + pool.windowWidth();
    this.convolution = ConvolutionForward.of(windows, filters, rows, columns, tables, transforms);
    this.backward = ConvolutionBackward.of(windows, filters, rows, columns, tables, transforms);
    this.bias = new BiasGradient(tables, rows * columns, filters);
    this.inRegisters =
        convolution instanceof DirectConvolution direct && direct.pools(pool) ? direct : null;
    this.pooling = new Pooling(pool.over(rows, columns), pools);
    this.filters = filters;
    this.weights = windows.size() * filters;
    this.resultSize = rows * columns * filters;
  }

  /**
   * With the fastest kernels of this JVM.
   *
   * @param pool windows over the results of the convolution, without padding
   */
  public static PooledConvolution of(Windows windows, int filters, Windows pool) {
    return SHARED.computeIfAbsent(
        new Shape(windows, filters, pool),
        shape ->
            new PooledConvolution(
                shape.windows,
                shape.filters,
                shape.pool,
                TableKernels.best(),
                WinogradKernels.best(),
                PoolKernels.best()));
  }

  /**
   * y [rows, windows of the pool * filters] of x [rows, height * width * channels].
   *
   * @param packed weights that the {@link Convolution} of the same shape packed
   */
  public void forward(float[] packed, Matrix x, Matrix y) {
    if (inRegisters != null) {
      for (int row = 0; row < x.rows(); row++) {
        inRegisters.pooled(
            x.data(), x.offset(row), packed, filters, packed, 0, y.data(), y.offset(row));
      }
      return;
    }
    int group = convolution.group();
    float[] results = RESULTS.of(group * resultSize);
    for (int row = 0; row < x.rows(); row += group) {
      int images = Math.min(group, x.rows() - row);
      convolve(images, packed, x, row, results);
      for (int i = 0; i < images; i++) {
        pooling.max(0, results, i * resultSize, y.data(), y.offset(row + i));
      }
    }
  }

  private void convolve(int images, float[] packed, Matrix x, int row, float[] results) {
    convolution.forward(
        images,
        x.data(),
        x.offset(row),
        x.columns(),
        packed,
        filters,
        packed,
        0,
        results,
        0,
        resultSize);
  }

  /**
   * The same, for a gradient to follow.
   *
   * @param chosen [rows, windows of the pool * filters], becomes which result of each window was
   *     the largest; -1 where none was above 0
   */
  public void forwardTraining(float[] packed, Matrix x, Matrix y, Matrix chosen) {
    int group = convolution.group();
    float[] results = RESULTS.of(group * resultSize);
    for (int row = 0; row < x.rows(); row += group) {
      int images = Math.min(group, x.rows() - row);
      convolve(images, packed, x, row, results);
      for (int i = 0; i < images; i++) {
        int to = y.offset(row + i);
        pooling.choose(results, i * resultSize, y.data(), to, chosen.data(), to);
      }
    }
  }

  /**
   * The gradient.
   *
   * @param packed weights that the {@link Convolution} packed to be trained
   * @param chosen what {@link #forwardTraining} left
   * @param dw gradient of W and b, from {@code dwFrom} on; added to
   * @param dx gradient of x, overwritten; null: it is nobody's
   */
  public void backward(
      float[] packed,
      Matrix x,
      Matrix chosen,
      Matrix dy,
      float[] dw,
      int dwFrom,
      @Nullable Matrix dx) {
    int group = backward.group();
    float[] results = RESULTS.of(group * resultSize);
    backward.begin();
    for (int row = 0; row < x.rows(); row += group) {
      int images = Math.min(group, x.rows() - row);
      Arrays.fill(results, 0, images * resultSize, 0);
      for (int i = 0; i < images; i++) {
        int from = dy.offset(row + i);
        pooling.chooseBackward(chosen.data(), from, dy.data(), from, results, i * resultSize);
      }
      backward.images(
          images,
          x.data(),
          x.offset(row),
          x.columns(),
          results,
          0,
          resultSize,
          dw,
          dwFrom,
          packed,
          filters + convolution.packedSize(),
          dx == null ? null : dx.data(),
          x.offset(row));
      bias.add(images, results, 0, dw, dwFrom + weights);
    }
    backward.end(dw, dwFrom);
  }
}
