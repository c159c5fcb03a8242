package io.tidemill.math;

/**
 * The products of all layers: rows with packed weights. What is element-wise is in {@link Cells}
 * and {@link Functions}.
 *
 * <p>Every result is defined to the bit, whatever computes it and however many rows come together.
 * Each output of a product starts from its addend and takes its terms by fma in the order of k;
 * with fewer than {@value #NARROW} columns there are four sums, over k mod 4, which start from 0
 * and end as ((s0 + s1) + (s2 + s3)) + addend.
 *
 * <p>Stateless, free of allocation, and of checks beyond those of arrays.
 */
public sealed interface Kernels permits ScalarKernels, VectorKernels {

  /** Products with fewer columns than this add in four sums. */
  int NARROW = 16;

  /** The fastest kernels of this JVM; see {@link KernelChoice}. */
  static Kernels best() {
    return KernelChoice.KERNELS;
  }

  /** For people: which kernels these are, as {@code vector, 16 lanes}. */
  String describe();

  /** Floats that a packed matrix [depth, columns] takes. */
  int packedSize(int depth, int columns);

  /**
   * Packs a matrix [depth, columns], times {@code scale}, in the order in which {@link #product}
   * reads it. Element (k, j) is {@code m[at + k * rowStride + j * columnStride]}, so the strides
   * exchanged pack the transpose.
   */
  void pack(
      float[] m,
      int at,
      int rowStride,
      int columnStride,
      float scale,
      int depth,
      int columns,
      float[] packed,
      int packedAt);

  /**
   * y = init + x w, for some rows: x [rows, depth], init and y [rows, columns], whose rows begin
   * {@code xRow}, {@code initRow} and {@code yRow} floats apart. An {@code initRow} of 0 is a bias;
   * init may be y.
   */
  void product(
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
      int columns);

  /**
   * y = bias + x w, for {@code rows} rows from {@code row} on; x [rows, depth] and y [rows,
   * columns] are columns of their matrices from {@code xColumn} and {@code yColumn} on.
   */
  default void product(
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
    product(
        rows,
        x.data(),
        from,
        x.columns(),
        depth,
        packed,
        packedAt,
        bias,
        biasAt,
        0,
        y.data(),
        to,
        y.columns(),
        columns);
  }

  /** y += x w; otherwise as {@link #product}. */
  default void addProduct(
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
    product(
        rows,
        x.data(),
        from,
        x.columns(),
        depth,
        packed,
        packedAt,
        y.data(),
        to,
        y.columns(),
        y.data(),
        to,
        y.columns(),
        columns);
  }

  /**
   * g += x' d, each sum in the order of the rows (never in four): x [rows, depth], d [rows,
   * columns], g [depth, columns], whose rows begin {@code xRow}, {@code dRow} and {@code gRow}
   * floats apart.
   */
  void addOuter(
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
      int gRow);

  /** The same over all rows in use; x and d are columns of their matrices. */
  default void addOuter(
      Matrix x,
      int xColumn,
      int depth,
      Matrix d,
      int dColumn,
      int columns,
      float[] g,
      int gAt,
      int gStride) {
    addOuter(
        d.rows(),
        x.data(),
        xColumn,
        x.columns(),
        depth,
        d.data(),
        dColumn,
        d.columns(),
        columns,
        g,
        gAt,
        gStride);
  }

  /** g += the sums of d's columns over all rows in use, in the order of the rows. */
  void addSums(Matrix d, int dColumn, int columns, float[] g, int gAt);
}
