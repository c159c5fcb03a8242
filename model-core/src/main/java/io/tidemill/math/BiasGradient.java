package io.tidemill.math;

/** The gradient of a convolution's biases: the sums over the windows of all images, in order. */
final class BiasGradient {
  private static final float[] ONE = {1f};
  private static final int[] ONE_ROW = {0};

  private final TableKernels tables;
  private final int[] zeros;
  private final int filters;

  /** Of so many windows an image. */
  BiasGradient(TableKernels tables, int windows, int filters) {
    this.tables = tables;
    this.zeros = new int[windows];
    this.filters = filters;
  }

  /** Adds the sums of dy [images, windows, filters] to what begins at {@code to}. */
  void add(int images, float[] dy, int dyAt, float[] dw, int to) {
    for (int i = 0; i < images; i++) {
      tables.outer(
          1,
          zeros.length,
          ONE,
          0,
          ONE_ROW,
          zeros,
          dy,
          dyAt + i * zeros.length * filters,
          dw,
          to,
          ONE_ROW,
          dw,
          to,
          ONE_ROW,
          filters);
    }
  }
}
