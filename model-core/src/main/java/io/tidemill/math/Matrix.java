package io.tidemill.math;

import java.util.Arrays;

/**
 * A dense row-major matrix of floats, {@code [rows, columns]}, whose rows in use may change without
 * allocation. Confined to one thread unless it is only read.
 */
public final class Matrix {
  private static final Matrix[] NO_PARTS = {};

  private final int capacity;
  private final int columns;
  private final float[] data;
  private final Matrix[] parts;
  private int rows;

  /** A matrix of zeros with all {@code capacity} rows in use. */
  public Matrix(int capacity, int columns) {
    this(capacity, columns, NO_PARTS);
  }

  /**
   * The same that carries others along, as what a layer leaves for its gradient carries that of the
   * layers in it.
   */
  public Matrix(int capacity, int columns, Matrix[] parts) {
    if (capacity < 0 || columns < 0) {
      throw new IllegalArgumentException(
          "a matrix of " + capacity + " rows and " + columns + " columns: both must be at least 0");
    }
    this.capacity = capacity;
    this.columns = columns;
    this.rows = capacity;
    this.data = new float[Math.multiplyExact(capacity, columns)];
    this.parts = parts.clone();
  }

  /** The elements, {@code [capacity, columns]}; not a copy. */
  public float[] data() {
    return data;
  }

  /** One of the matrices carried along, with rows in use of its own. */
  public Matrix part(int index) {
    return parts[index];
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  public int capacity() {
    return capacity;
  }

  /** Sets the number of rows in use, 0 to {@link #capacity()}; elements stay as they are. */
  public Matrix resize(int rows) {
    if (rows < 0 || rows > capacity) {
      throw new IllegalArgumentException(
          rows + " rows in a matrix made for " + capacity + ": make it larger when it is built");
    }
    this.rows = rows;
    return this;
  }

  /** Where the row begins in {@link #data()}. */
  public int offset(int row) {
    return row * columns;
  }

  /** Sets every element of the rows in use. */
  public Matrix fill(float value) {
    Arrays.fill(data, 0, rows * columns, value);
    return this;
  }

  @Override
  public String toString() {
    return "Matrix[" + rows + " of " + capacity + ", " + columns + "]";
  }
}
