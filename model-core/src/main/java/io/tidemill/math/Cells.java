package io.tidemill.math;

/**
 * The element-wise part of recurrent layers, with n = hiddenSize units a row, and its gradient; the
 * formulas are in Cells.txt beside their generator.
 *
 * <p>Every operand is a matrix and the column where a row's floats begin; they lie in blocks of n.
 * {@code g} are the gates, which the forward cell leaves as its gradient wants them; {@code s} is
 * the state, updated in place; {@code dy} is the gradient of the output and {@code ds} that of the
 * state after the step, which becomes that part of the gradient of the state before it that passes
 * by the products. Results are defined to the bit, as those of {@link Kernels}.
 */
public sealed interface Cells permits ScalarCells, VectorCells {

  /** The fastest cells of this JVM; see {@link KernelChoice}. */
  static Cells best() {
    return KernelChoice.CELLS;
  }

  /**
   * The cell of an LSTM: half the pre-activations of i, f, g and o, and room for three blocks,
   * become i, f, g, o, c, tanh(c') and h; the state is h and c.
   */
  void lstmForward(
      int row,
      int rows,
      int n,
      Matrix g,
      int gColumn,
      Matrix s,
      int sColumn,
      Matrix y,
      int yColumn);

  /** The first four blocks of gates become the gradients of the pre-activations. */
  void lstmBackward(
      int row,
      int rows,
      int n,
      Matrix g,
      int gColumn,
      Matrix dy,
      int dyColumn,
      Matrix ds,
      int dsColumn);

  /**
   * The cell of a GRU with the reset gate after the product: half the pre-activations of r and z, x
   * W_n + b_n, h U_n + c, and room for a block, become r, z, n, h U_n + c, h.
   */
  void gruForward(
      int row,
      int rows,
      int n,
      Matrix g,
      int gColumn,
      Matrix s,
      int sColumn,
      Matrix y,
      int yColumn);

  /**
   * Gates become the gradients of the pre-activations of r, of z, of x W_n + b_n and of h U_n + c,
   * and h.
   */
  void gruBackward(
      int row,
      int rows,
      int n,
      Matrix g,
      int gColumn,
      Matrix dy,
      int dyColumn,
      Matrix ds,
      int dsColumn);

  /**
   * The first half of the cell of a GRU with the reset gate before the product: half the
   * pre-activations of r and z, x W_n + b_n, and room for two blocks, become r, z, as it was, r h,
   * h.
   */
  void gruReset(int row, int rows, int n, Matrix g, int gColumn, Matrix s, int sColumn);

  /** The second half: the pre-activation of n, in the third block, becomes n. */
  void gruUpdate(
      int row,
      int rows,
      int n,
      Matrix g,
      int gColumn,
      Matrix s,
      int sColumn,
      Matrix y,
      int yColumn);

  /** Blocks two and three become the gradients of the pre-activations of z and n. */
  void gruUpdateBackward(
      int row,
      int rows,
      int n,
      Matrix g,
      int gColumn,
      Matrix dy,
      int dyColumn,
      Matrix ds,
      int dsColumn);

  /** With the gradient of r h in the fourth block: the first becomes that of r's pre-activation. */
  void gruResetBackward(int row, int rows, int n, Matrix g, int gColumn, Matrix ds, int dsColumn);

  /** The cell of a simple recurrent layer: the pre-activation and a block of room become h', h. */
  void rnnForward(
      int row,
      int rows,
      int n,
      Matrix g,
      int gColumn,
      Matrix s,
      int sColumn,
      Matrix y,
      int yColumn);

  /** The first block becomes the gradient of the pre-activation. */
  void rnnBackward(
      int row,
      int rows,
      int n,
      Matrix g,
      int gColumn,
      Matrix dy,
      int dyColumn,
      Matrix ds,
      int dsColumn);
}
