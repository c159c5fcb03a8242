package io.tidemill.math;

/**
 * The kernels on the Vector API. Weights are packed in panels of up to four vectors of columns,
 * [panel][k][vectors], so that a tile of rows by vectors reads them in sequence; the last vector of
 * a matrix ends at its last column, and repeats columns of the one before where the width is no
 * multiple. Columns computed twice are computed alike, and both are loaded before either is stored.
 * Narrow matrices are padded with zeros instead.
 */
final class VectorKernels implements Kernels {
  private static final int V = VectorTiles.V;

  /** 32 registers hold 6 rows by 4 vectors and their operands, 16 registers 6 rows by 2. */
  private static final int PANEL = V >= 16 ? 4 : 2;

  private static final float[] ONE = {1f};

  /** A vector's room: masked stores and reading single lanes box on JDK 17. */
  private static final ThreadLocal<float[]> SUMS = ThreadLocal.withInitial(() -> new float[V]);

  @Override
  public String describe() {
    return "vector, " + V + " lanes";
  }

  @Override
  public int packedSize(int depth, int columns) {
    return Math.multiplyExact(depth, Math.multiplyExact(V, (columns - 1) / V + 1));
  }

  /** Vectors of the panel that begins at {@code column}; a last partial vector is never alone. */
  static int vectors(int column, int columns) {
    int left = (columns - column + V - 1) / V;
    boolean partial = columns % V != 0;
    return left <= PANEL ? left : partial && left == PANEL + 1 ? PANEL - 1 : PANEL;
  }

  @Override
  public void pack(
      float[] m,
      int at,
      int rowStride,
      int columnStride,
      float scale,
      int depth,
      int columns,
      float[] packed,
      int packedAt) {
    boolean narrow = columns < NARROW;
    int p = packedAt;
    for (int column = 0; column < columns; ) {
      int vectors = narrow ? 1 : vectors(column, columns);
      for (int k = 0; k < depth; k++) {
        for (int q = 0; q < vectors; q++) {
          int first = narrow ? column : Math.min(column + q * V, columns - V);
          int from = at + k * rowStride + first * columnStride;
          for (int i = 0; i < V; i++) {
            boolean padding = first + i >= columns;
            packed[p++] = padding ? 0 : scale * m[from + i * columnStride];
          }
        }
      }
      column += vectors * V;
    }
  }

  @Override
  public void product(
      int row,
      int rows,
      Matrix x,
      int xColumn,
      int depth,
      float[] packed,
      int packedAt,
      float[] bias,
      int biasAt,
      Matrix y,
      int yColumn,
      int columns) {
    int from = x.offset(row) + xColumn;
    int to = y.offset(row) + yColumn;
    if (columns >= NARROW) {
      wide(rows, x, from, depth, packed, packedAt, bias, biasAt, 0, y, to, columns);
    } else {
      narrow(rows, x, from, depth, packed, packedAt, bias, biasAt, 0, y, to, columns);
    }
  }

  @Override
  public void addProduct(
      int row,
      int rows,
      Matrix x,
      int xColumn,
      int depth,
      float[] packed,
      int packedAt,
      Matrix y,
      int yColumn,
      int columns) {
    int from = x.offset(row) + xColumn;
    int to = y.offset(row) + yColumn;
    if (columns >= NARROW) {
      wide(rows, x, from, depth, packed, packedAt, y.data(), to, y.columns(), y, to, columns);
    } else {
      narrow(rows, x, from, depth, packed, packedAt, y.data(), to, y.columns(), y, to, columns);
    }
  }

  private static void wide(
      int rows,
      Matrix x,
      int from,
      int depth,
      float[] packed,
      int packedAt,
      float[] init,
      int initAt,
      int initRow,
      Matrix y,
      int to,
      int columns) {
    int p = packedAt;
    for (int column = 0; column < columns; ) {
      int vectors = vectors(column, columns);
      int last = Math.min(column + vectors * V, columns) - V - column;
      tiles(
          vectors,
          rows,
          depth,
          x.data(),
          from,
          x.columns(),
          1,
          packed,
          p,
          vectors * V,
          (vectors - 1) * V,
          init,
          initAt + column,
          initRow,
          y.data(),
          to + column,
          y.columns(),
          last);
      p += depth * vectors * V;
      column += vectors * V;
    }
  }

  private static void tiles(
      int vectors,
      int rows,
      int depth,
      float[] a,
      int at,
      int aRow,
      int aStep,
      float[] b,
      int bAt,
      int bStep,
      int bLast,
      float[] init,
      int initAt,
      int initRow,
      float[] c,
      int cAt,
      int cRow,
      int cLast) {
    switch (vectors) {
      case 1 ->
          VectorTiles.rows1(
              rows, depth, a, at, aRow, aStep, b, bAt, bStep, bLast, init, initAt, initRow, c, cAt,
              cRow, cLast);
      case 2 ->
          VectorTiles.rows2(
              rows, depth, a, at, aRow, aStep, b, bAt, bStep, bLast, init, initAt, initRow, c, cAt,
              cRow, cLast);
      case 3 ->
          VectorTiles.rows3(
              rows, depth, a, at, aRow, aStep, b, bAt, bStep, bLast, init, initAt, initRow, c, cAt,
              cRow, cLast);
      default ->
          VectorTiles.rows4(
              rows, depth, a, at, aRow, aStep, b, bAt, bStep, bLast, init, initAt, initRow, c, cAt,
              cRow, cLast);
    }
  }

  private static void narrow(
      int rows,
      Matrix x,
      int from,
      int depth,
      float[] packed,
      int packedAt,
      float[] init,
      int initAt,
      int initRow,
      Matrix y,
      int to,
      int columns) {
    float[] sums = SUMS.get();
    for (int r = 0; r < rows; r++) {
      for (int column = 0; column < columns; column += V) {
        VectorTiles.narrow(
            depth,
            x.data(),
            from + r * x.columns(),
            packed,
            packedAt + column * depth,
            init,
            initAt + r * initRow + column,
            y.data(),
            to + r * y.columns() + column,
            Math.min(V, columns - column),
            sums);
      }
    }
  }

  @Override
  public void addOuter(
      Matrix x,
      int xColumn,
      int depth,
      Matrix d,
      int dColumn,
      int columns,
      float[] g,
      int gAt,
      int gStride) {
    if (columns < NARROW) {
      ScalarKernels.outer(x, xColumn, depth, d, dColumn, columns, g, gAt, gStride);
      return;
    }
    outer(depth, d.rows(), x.data(), xColumn, 1, x.columns(), d, dColumn, columns, g, gAt, gStride);
  }

  @Override
  public void addSums(Matrix d, int dColumn, int columns, float[] g, int gAt) {
    if (columns < NARROW) {
      ScalarKernels.sums(d, dColumn, columns, g, gAt);
      return;
    }
    outer(1, d.rows(), ONE, 0, 0, 0, d, dColumn, columns, g, gAt, columns);
  }

  /** Rows of g are columns of x; the sums run over the rows of d, read as they lie. */
  private static void outer(
      int depth,
      int rows,
      float[] x,
      int xAt,
      int xColumn,
      int xRow,
      Matrix d,
      int dColumn,
      int columns,
      float[] g,
      int gAt,
      int gStride) {
    for (int column = 0; column < columns; ) {
      int vectors = vectors(column, columns);
      int last = Math.min(column + vectors * V, columns) - V - column;
      tiles(
          vectors,
          depth,
          rows,
          x,
          xAt,
          xColumn,
          xRow,
          d.data(),
          dColumn + column,
          d.columns(),
          last,
          g,
          gAt + column,
          gStride,
          g,
          gAt + column,
          gStride,
          last);
      column += vectors * V;
    }
  }
}
