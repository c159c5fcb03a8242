package io.tidemill.math;

/** Windows times weights, in the order of the window's floats. */
final class DirectConvolution implements ConvolutionForward {
  private final TableKernels tables;
  private final Frame frame;
  private final int filters;
  private final int depth;
  private final int[] origins;
  private final int[] taps;
  private final int[] results;
  private final int[] zeros;
  private final boolean strips;
  private final int rows;
  private final int columns;
  private final int step;
  private final int line;

  DirectConvolution(Windows windows, int filters, int rows, int columns, TableKernels tables) {
    this.tables = tables;
    this.frame = windows.frame();
    this.filters = filters;
    this.depth = windows.size();
    this.origins = windows.origins(rows, columns);
    this.taps = windows.taps();
    this.results = Tables.steps(origins.length, filters);
    this.zeros = new int[origins.length];
    this.strips = tables.strips() && VectorStrips.take(windows, filters, rows, columns);
    this.rows = rows;
    this.columns = columns;
    this.step = windows.strideX() * windows.channels();
    this.line = windows.strideY() * frame.paddedLine();
  }

  @Override
  public int packedSize() {
    return tables.packing().packedSize(depth, filters);
  }

  @Override
  public void pack(float[] parameters, int from, float[] packed, int packedAt) {
    tables.packing().pack(parameters, from, filters, 1, 1f, depth, filters, packed, packedAt);
  }

  @Override
  public int group() {
    return 1;
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
    for (int i = 0; i < images; i++) {
      forward(false, x, xAt + i * xStep, packed, packedAt, bias, biasAt, y, yAt + i * yStep);
    }
  }

  /** Whether {@link #pooled} is there. */
  boolean pools(Windows pool) {
    return strips
        && pool.windowHeight() == 2
        && pool.windowWidth() == 2
        && pool.strideY() == 2
        && pool.strideX() == 2;
  }

  /** One image, of whose results relu and a pool of 2 x 2 are left. */
  void pooled(
      float[] x,
      int xAt,
      float[] packed,
      int packedAt,
      float[] bias,
      int biasAt,
      float[] y,
      int yAt) {
    forward(true, x, xAt, packed, packedAt, bias, biasAt, y, yAt);
  }

  private void forward(
      boolean pooled,
      float[] x,
      int xAt,
      float[] packed,
      int packedAt,
      float[] bias,
      int biasAt,
      float[] y,
      int yAt) {
    boolean padded = frame.isPadded();
    float[] image = padded ? frame.pad(x, xAt) : x;
    int at = padded ? 0 : xAt;
    if (strips) {
      VectorStrips.windows(
          pooled, rows, columns, step, line, taps, image, at, packed, packedAt, bias, biasAt, y,
          yAt, filters);
    } else {
      tables.product(
          origins.length,
          depth,
          image,
          at,
          origins,
          taps,
          packed,
          packedAt,
          bias,
          biasAt,
          zeros,
          y,
          yAt,
          results,
          filters);
    }
  }
}
