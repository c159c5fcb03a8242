package io.tidemill.math;

/**
 * Pools of one image and their gradients, channel by channel: {@code origins} is where each of
 * {@code count} windows begins in the image, {@code pixels} where each pixel of a window is from
 * there, and each window gives {@code channels} floats. Results are defined to the bit, as those of
 * {@link Kernels}; stateless and free of allocation.
 */
sealed interface PoolKernels permits ScalarPoolKernels, VectorPoolKernels {

  /** The fastest kernels of this JVM; see {@link KernelChoice}. */
  static PoolKernels best() {
    return KernelChoice.POOLS;
  }

  /** The largest of each window and {@code least}, as Math.max has it. */
  void max(
      int count,
      int[] origins,
      int[] pixels,
      int channels,
      float least,
      float[] x,
      int xAt,
      float[] y,
      int yAt);

  /** Adds dy to the first of the largest pixels of each window. */
  void maxBackward(
      int count,
      int[] origins,
      int[] pixels,
      int channels,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt);

  /**
   * The largest of each window and 0, and which pixel of the window that is: the first of several,
   * -1 where none is above 0.
   */
  void choose(
      int count,
      int[] origins,
      int[] pixels,
      int channels,
      float[] x,
      int xAt,
      float[] y,
      int yAt,
      float[] chosen,
      int chosenAt);

  /** Adds dy to the pixel of each window that {@link #choose} chose. */
  void chooseBackward(
      int count,
      int[] origins,
      int[] pixels,
      int channels,
      float[] chosen,
      int chosenAt,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt);

  /** The sum of each window, in the order of its pixels, times {@code scale}. */
  void sum(
      int count,
      int[] origins,
      int[] pixels,
      int channels,
      float scale,
      float[] x,
      int xAt,
      float[] y,
      int yAt);

  /** Adds dy times {@code scale} to every pixel of each window. */
  void sumBackward(
      int count,
      int[] origins,
      int[] pixels,
      int channels,
      float scale,
      float[] dy,
      int dyAt,
      float[] dx,
      int dxAt);
}
