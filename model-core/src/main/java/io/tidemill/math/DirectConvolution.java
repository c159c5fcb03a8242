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

  DirectConvolution(Windows windows, int filters, int rows, int columns, TableKernels tables) {
    this.tables = tables;
    this.frame = windows.frame();
    this.filters = filters;
    this.depth = windows.size();
    this.origins = windows.origins(rows, columns);
    this.taps = windows.taps();
    this.results = Tables.steps(origins.length, filters);
    this.zeros = new int[origins.length];
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
    boolean padded = frame.isPadded();
    for (int i = 0; i < images; i++) {
      int at = xAt + i * xStep;
      tables.product(
          origins.length,
          depth,
          padded ? frame.pad(x, at) : x,
          padded ? 0 : at,
          origins,
          taps,
          packed,
          packedAt,
          bias,
          biasAt,
          zeros,
          y,
          yAt + i * yStep,
          results,
          filters);
    }
  }
}
