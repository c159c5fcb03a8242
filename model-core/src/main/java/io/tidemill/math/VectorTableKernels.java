package io.tidemill.math;

import java.util.Arrays;

/**
 * The products by tables on the Vector API, in panels of columns as {@link VectorKernels} packs
 * them. Fewer columns than {@link Kernels#NARROW} are computed as whole vectors beside the result
 * and copied into it.
 */
final class VectorTableKernels implements TableKernels {
  private static final int V = VectorTableTiles.V;
  private static final Kernels PACKING = new VectorKernels();

  /** Rows of the room beside the result: a multiple of a tile's. */
  private static final int CHUNK = 24;

  private static final int[] CHUNK_ROWS = new int[CHUNK];

  private static final Room RESULTS = new Room();
  private static final Room PACKED = new Room();

  static {
    Arrays.setAll(CHUNK_ROWS, r -> r * V);
  }

  @Override
  public boolean strips() {
    return true;
  }

  @Override
  public Kernels packing() {
    return PACKING;
  }

  @Override
  public void product(
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
      int columns) {
    if (columns < Kernels.NARROW) {
      for (int column = 0; column < columns; column += V) {
        narrow(
            rows,
            depth,
            a,
            aAt,
            aRows,
            aSteps,
            packed,
            packedAt + column * depth,
            init,
            initAt + column,
            initRows,
            c,
            cAt + column,
            cRows,
            Math.min(V, columns - column));
      }
      return;
    }
    int p = packedAt;
    for (int column = 0; column < columns; ) {
      int vectors = VectorKernels.vectors(column, columns);
      int last = Math.min(column + vectors * V, columns) - V - column;
      VectorTableTiles.packed(
          vectors,
          rows,
          depth,
          a,
          aAt,
          aRows,
          0,
          aSteps,
          packed,
          p,
          init,
          initAt + column,
          initRows,
          c,
          cAt + column,
          cRows,
          0,
          last);
      p += depth * vectors * V;
      column += vectors * V;
    }
  }

  @Override
  public void outer(
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
      int columns) {
    if (columns < Kernels.NARROW) {
      float[] packed = PACKED.of(PACKING.packedSize(depth, columns));
      PACKING.pack(b, bAt, columns, 1, 1f, depth, columns, packed, 0);
      product(
          rows, depth, a, aAt, aRows, aSteps, packed, 0, init, initAt, initRows, c, cAt, cRows,
          columns);
      return;
    }
    for (int column = 0; column < columns; ) {
      int vectors = vectors(column, columns);
      int last = Math.min(column + vectors * V, columns) - V - column;
      VectorTableTiles.plain(
          vectors,
          rows,
          depth,
          a,
          aAt,
          aRows,
          0,
          aSteps,
          b,
          bAt + column,
          columns,
          last,
          init,
          initAt + column,
          initRows,
          c,
          cAt + column,
          cRows,
          0,
          last);
      column += vectors * V;
    }
  }

  /**
   * Vectors of columns at a time where b is read as it lies: four where registers are many, as rows
   * then take less of the loads.
   */
  private static int vectors(int column, int columns) {
    int left = (columns - column + V - 1) / V;
    if (V < 16 || left < 4) {
      return VectorKernels.vectors(column, columns);
    }
    return left == 5 && columns % V != 0 ? 3 : 4;
  }

  private static void narrow(
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
      int columns) {
    float[] room = RESULTS.of(CHUNK * V);
    for (int row = 0; row < rows; row += CHUNK) {
      int n = Math.min(CHUNK, rows - row);
      for (int r = 0; r < n; r++) {
        int from = initAt + initRows[row + r];
        for (int j = 0; j < columns; j++) {
          room[r * V + j] = init[from + j];
        }
      }
      VectorTableTiles.packed(
          1,
          n,
          depth,
          a,
          aAt,
          aRows,
          row,
          aSteps,
          packed,
          packedAt,
          room,
          0,
          CHUNK_ROWS,
          room,
          0,
          CHUNK_ROWS,
          0,
          0);
      for (int r = 0; r < n; r++) {
        int to = cAt + cRows[row + r];
        for (int j = 0; j < columns; j++) {
          c[to + j] = room[r * V + j];
        }
      }
    }
  }
}
