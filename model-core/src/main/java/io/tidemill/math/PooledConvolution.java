package io.tidemill.math;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A convolution, relu and the largest of windows of the results, in one: the results of some images
 * at a time stay in the cache, and those that the pool drops are never computed. The bits are those
 * of the three one after another, the packed weights those of {@link Convolution}. Immutable and
 * shared, as that is.
 */
public final class PooledConvolution {
  private static final ConcurrentMap<Shape, PooledConvolution> SHARED = new ConcurrentHashMap<>();
  private static final Room RESULTS = new Room();

  private record Shape(Windows windows, int filters, Windows pool) {}

  private final ConvolutionForward convolution;
  private final @Nullable DirectConvolution inRegisters;
  private final Pooling pooling;
  private final int filters;
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
    this.inRegisters =
        convolution instanceof DirectConvolution direct && direct.pools(pool) ? direct : null;
    this.pooling = new Pooling(pool.over(rows, columns), pools);
    this.filters = filters;
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
      for (int i = 0; i < images; i++) {
        pooling.max(0, results, i * resultSize, y.data(), y.offset(row + i));
      }
    }
  }
}
