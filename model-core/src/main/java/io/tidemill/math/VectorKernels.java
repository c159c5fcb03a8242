package io.tidemill.math;

import static io.tidemill.math.VectorTiles.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The kernels on the Vector API. Weights are packed in panels of three vectors of columns, [panel]
 * [k][vectors], so that a tile of rows by vectors reads them in sequence; the last are of two where
 * three do not fit, or registers are few. The last vector of a matrix ends at its last column, and
 * repeats columns of the one before where the width is no multiple. Columns computed twice are
 * computed alike, and both are loaded before either is stored. Narrow matrices are padded with
 * zeros instead.
 */
final class VectorKernels implements Kernels {
  private static final int V = VectorTiles.V;

  /** 32 registers hold 8 rows by 3 vectors and their operands, 16 registers 6 rows by 2. */
  private static final boolean MANY_REGISTERS = V >= 16;

  private static final float[] ONE = {1f};

  /** A vector's room: masked stores and reading single lanes box on JDK 17. */
  private static final Room SUMS = new Room();

  private static final Room TRANSPOSED = new Room();

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
    if (MANY_REGISTERS ? left == 4 : left != 1 && !(partial && left == 3)) {
      return 2;
    }
    return Math.min(left, 3);
  }

  /** Rows of the next tile of so many vectors. */
  private static int tile(int left, int vectors) {
    int most = MANY_REGISTERS ? left > 7 ? 8 : 4 : vectors == 3 || left < 6 || left == 8 ? 4 : 6;
    // Rows that eights make up leave no tile over, which as the rarest would be compiled the last.
    boolean twelves = left % 12 == 0 || left % 8 != 0 && left > 20;
    if (MANY_REGISTERS && vectors < 3 && twelves) {
      most = 12;
    }
    return left > 3 ? most : left > 1 ? 2 : 1;
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
          if (columnStride == 1 && !narrow) {
            FloatVector.fromArray(SPECIES, m, from).mul(scale).intoArray(packed, p);
          } else {
            lanes(m, from, columnStride, scale, Math.min(V, columns - first), packed, p);
          }
          p += V;
        }
      }
      column += vectors * V;
    }
  }

  /** A vector of {@code n} columns, padded with zeros. */
  private static void lanes(
      float[] m, int from, int stride, float scale, int n, float[] packed, int at) {
    for (int i = 0; i < n; i++) {
      packed[at + i] = scale * m[from + i * stride];
    }
    for (int i = n; i < V; i++) {
      packed[at + i] = 0;
    }
  }

  @Override
  public void product(
      int rows,
      float[] x,
      int xAt,
      int xRow,
      int depth,
      float[] packed,
      int packedAt,
      float[] init,
      int initAt,
      int initRow,
      float[] y,
      int yAt,
      int yRow,
      int columns) {
    if (columns < NARROW) {
      narrow(
          rows, x, xAt, xRow, depth, packed, packedAt, init, initAt, initRow, y, yAt, yRow,
          columns);
      return;
    }
    for (int column = 0; column < columns; ) {
      int vectors = vectors(column, columns);
      int last = Math.min(vectors * V, columns - column) - V;
      for (int row = 0; row < rows; ) {
        int n = tile(rows - row, vectors);
        int i = initAt + column + row * initRow;
        int o = yAt + column + row * yRow;
        int x0 = xAt + row * xRow;
        int p = packedAt + column * depth;
        int even = n < 8 ? depth : depth & -2;
        VectorTiles.packed(
            n, vectors, even, x, x0, xRow, packed, p, init, i, initRow, y, o, yRow, last);
        for (int r = 0; even < depth && r < n; r += 4) {
          VectorTiles.packed(
              4,
              vectors,
              1,
              x,
              x0 + r * xRow + even,
              xRow,
              packed,
              p + even * vectors * V,
              y,
              o + r * yRow,
              yRow,
              y,
              o + r * yRow,
              yRow,
              last);
        }
        row += n;
      }
      column += vectors * V;
    }
  }

  private static void narrow(
      int rows,
      float[] x,
      int xAt,
      int xRow,
      int depth,
      float[] packed,
      int packedAt,
      float[] init,
      int initAt,
      int initRow,
      float[] y,
      int yAt,
      int yRow,
      int columns) {
    float[] sums = SUMS.of(3 * V);
    for (int column = 0; column < columns; column += V) {
      int n = Math.min(V, columns - column);
      int p = packedAt + column * depth;
      for (int row = 0; row < rows; row += row + 3 <= rows ? 3 : 1) {
        int from = xAt + row * xRow;
        int i = initAt + row * initRow + column;
        int o = yAt + row * yRow + column;
        if (row + 3 <= rows) {
          VectorTiles.narrow3(
              depth, x, from, xRow, packed, p, init, i, initRow, y, o, yRow, n, sums);
        } else {
          VectorTiles.narrow1(
              depth, x, from, xRow, packed, p, init, i, initRow, y, o, yRow, n, sums);
        }
      }
    }
  }

  /** Few columns are the rows of the product of d' and x, whose vectors are then full. */
  @Override
  public void addOuter(
      int rows,
      float[] x,
      int xAt,
      int xRow,
      int depth,
      float[] d,
      int dAt,
      int dRow,
      int columns,
      float[] g,
      int gAt,
      int gRow) {
    if (columns >= NARROW) {
      outer(rows, x, xAt, xRow, depth, d, dAt, dRow, columns, g, gAt, gRow);
    } else if (depth >= NARROW) {
      float[] transposed = TRANSPOSED.of(columns * depth);
      transpose(depth, columns, g, gAt, gRow, transposed, 0, depth);
      outer(rows, d, dAt, dRow, columns, x, xAt, xRow, depth, transposed, 0, depth);
      transpose(columns, depth, transposed, 0, depth, g, gAt, gRow);
    } else {
      ScalarKernels.outer(rows, x, xAt, xRow, depth, d, dAt, dRow, columns, g, gAt, gRow);
    }
  }

  /** Row j of the result is column j. */
  private static void transpose(
      int rows, int columns, float[] m, int at, int row, float[] to, int toAt, int toRow) {
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        to[toAt + j * toRow + i] = m[at + i * row + j];
      }
    }
  }

  @Override
  public void addSums(Matrix d, int dColumn, int columns, float[] g, int gAt) {
    if (columns < NARROW) {
      ScalarKernels.sums(d, dColumn, columns, g, gAt);
      return;
    }
    outer(d.rows(), ONE, 0, 0, 1, d.data(), dColumn, d.columns(), columns, g, gAt, columns);
  }

  /** Rows of g are columns of x; the sums run over the rows of d, read as they lie. */
  private static void outer(
      int rows,
      float[] x,
      int xAt,
      int xRow,
      int depth,
      float[] d,
      int dAt,
      int dRow,
      int columns,
      float[] g,
      int gAt,
      int gRow) {
    for (int column = 0; column < columns; ) {
      int vectors = vectors(column, columns);
      int last = Math.min(vectors * V, columns - column) - V;
      for (int k = 0; k < depth; ) {
        int n = tile(depth - k, vectors);
        int to = gAt + k * gRow + column;
        VectorTiles.outer(
            n,
            vectors,
            rows,
            x,
            xAt + k,
            xRow,
            d,
            dAt + column,
            dRow,
            g,
            to,
            gRow,
            g,
            to,
            gRow,
            last);
        k += n;
      }
      column += vectors * V;
    }
  }
}
