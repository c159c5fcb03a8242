package io.tidemill.layer;

/** What is around an image or a series where a window would reach beyond it. */
public enum Padding {
  /** Nothing: windows lie within it. */
  VALID,
  /**
   * Zeros, so many that there are ceil(size / stride) windows; an odd one goes below and to the
   * right, as TensorFlow has it.
   */
  SAME
}
