package io.tidemill.math;

/**
 * Products whose operands are found through tables: what a convolution, its gradient to the weights
 * and its gradient to the input have in common.
 *
 * <pre>
 * c[cAt + cRows[r] + j] =
 *     init[initAt + initRows[r] + j] + sum over k of a[aAt + aRows[r] + aSteps[k]] * b[k, j]
 * </pre>
 *
 * <p>Each sum starts from its addend and takes its terms by fma in the order of k, whatever the
 * number of rows and of columns, so every result is defined to the bit. All addends of a row are
 * read before its results are written, and rows are taken in any order: init and c may be the same
 * where no two rows overlap. Stateless, free of allocation, and of checks beyond those of arrays.
 */
public sealed interface TableKernels permits ScalarTableKernels, VectorTableKernels {

  /** The fastest kernels of this JVM; see {@link KernelChoice}. */
  static TableKernels best() {
    return KernelChoice.TABLES;
  }

  /** Whether {@link VectorStrips} take their place where they can. */
  boolean strips();

  /** What {@link #product} reads is packed by these. */
  Kernels packing();

  /** The product with a matrix b [depth, columns], packed. */
  void product(
      int rows,
      int depth,
      float[] a,
      int aAt,
      int[] aRows,
      int[] aSteps,
      float[] packed,
      int packedAt,
      float[] init,
      int initAt,
      int[] initRows,
      float[] c,
      int cAt,
      int[] cRows,
      int columns);

  /** The product with a matrix b [depth, columns] that lies row-major from {@code bAt} on. */
  void outer(
      int rows,
      int depth,
      float[] a,
      int aAt,
      int[] aRows,
      int[] aSteps,
      float[] b,
      int bAt,
      float[] init,
      int initAt,
      int[] initRows,
      float[] c,
      int cAt,
      int[] cRows,
      int columns);
}
