package io.tidemill.math;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Pools over the windows of images, channel by channel, and their gradients. Immutable, shared by
 * all layers of the same windows.
 */
public final class Pooling {
  private static final ConcurrentMap<Windows, Pooling> SHARED = new ConcurrentHashMap<>();

  private final PoolKernels kernels;
  private final int count;
  private final int channels;
  private final int[] origins;
  private final int[] pixels;
  private final float share;

  Pooling(Windows windows, PoolKernels kernels) {
    this.kernels = kernels;
    this.count = windows.count();
    this.channels = windows.channels();
    this.origins = windows.origins();
    this.pixels = windows.pixels();
    this.share = 1f / pixels.length;
  }

  /** The pools over windows without padding, with the fastest kernels of this JVM. */
  public static Pooling of(Windows windows) {
    return SHARED.computeIfAbsent(windows, w -> new Pooling(w, PoolKernels.best()));
  }

  /** y [rows, windows * channels] becomes the largest of each window. */
  public void max(Matrix x, Matrix y) {
    for (int row = 0; row < x.rows(); row++) {
      max(Float.NEGATIVE_INFINITY, x.data(), x.offset(row), y.data(), y.offset(row));
    }
  }

  /** The largest of each window of one image and {@code least}. */
  void max(float least, float[] x, int xAt, float[] y, int yAt) {
    kernels.max(count, origins, pixels, channels, least, x, xAt, y, yAt);
  }

  /**
   * The largest of each window of one image and 0, and which pixel of the window that is; -1 where
   * it is 0.
   */
  void choose(float[] x, int xAt, float[] y, int yAt, float[] chosen, int chosenAt) {
    kernels.choose(count, origins, pixels, channels, x, xAt, y, yAt, chosen, chosenAt);
  }

  /** The gradient of {@link #choose}, added to dx. */
  void chooseBackward(float[] chosen, int chosenAt, float[] dy, int dyAt, float[] dx, int dxAt) {
    kernels.chooseBackward(count, origins, pixels, channels, chosen, chosenAt, dy, dyAt, dx, dxAt);
  }

  /** The gradient goes to the first of the largest, as PyTorch has it; dx is overwritten. */
  public void maxBackward(Matrix x, Matrix dy, Matrix dx) {
    for (int row = 0; row < x.rows(); row++) {
      int to = dx.offset(row);
      Arrays.fill(dx.data(), to, to + dx.columns(), 0);
      kernels.maxBackward(
          count,
          origins,
          pixels,
          channels,
          x.data(),
          x.offset(row),
          dy.data(),
          dy.offset(row),
          dx.data(),
          to);
    }
  }

  /** y [rows, windows * channels] becomes the mean of each window. */
  public void mean(Matrix x, Matrix y) {
    for (int row = 0; row < x.rows(); row++) {
      kernels.sum(
          count,
          origins,
          pixels,
          channels,
          share,
          x.data(),
          x.offset(row),
          y.data(),
          y.offset(row));
    }
  }

  /** The gradient of {@link #mean}; dx is overwritten. */
  public void meanBackward(Matrix dy, Matrix dx) {
    for (int row = 0; row < dy.rows(); row++) {
      int to = dx.offset(row);
      Arrays.fill(dx.data(), to, to + dx.columns(), 0);
      kernels.sumBackward(
          count, origins, pixels, channels, share, dy.data(), dy.offset(row), dx.data(), to);
    }
  }
}
