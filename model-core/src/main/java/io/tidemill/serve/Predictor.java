package io.tidemill.serve;

import io.tidemill.layer.Layer;
import io.tidemill.math.Matrix;
import io.tidemill.network.Network;
import io.tidemill.network.PackedWeights;
import io.tidemill.network.Parameters;
import java.time.Duration;

/**
 * A network in service. Owns its scratch and a packed copy of its weights, allocates nothing once
 * built, and is confined to one thread.
 */
public final class Predictor {
  private final int maxRows;
  private final int inputSize;
  private final int outputSize;
  private final int stateSize;
  private final Layer[] layers;
  private final int[] stateColumns;
  private final Matrix[] outputs; // of all layers but the last
  private final Matrix[] traces;
  private final PackedWeights weights;

  /** All weights are zero until {@link #load}. */
  public Predictor(Network network, int maxRows) {
    if (maxRows < 1) {
      throw new IllegalArgumentException("maxRows is " + maxRows + ": it must be at least 1");
    }
    this.maxRows = maxRows;
    this.inputSize = network.inputSize();
    this.outputSize = network.outputSize();
    this.stateSize = network.stateSize();
    this.layers = network.layers().toArray(Layer[]::new);
    this.stateColumns = new int[layers.length];
    this.outputs = new Matrix[layers.length - 1];
    this.traces = new Matrix[layers.length];
    this.weights = new PackedWeights(network, false);
    int column = 0;
    for (int i = 0; i < layers.length; i++) {
      stateColumns[i] = column;
      column += layers[i].stateSize();
      traces[i] = layers[i].trace(maxRows);
      if (i < outputs.length) {
        outputs[i] = new Matrix(maxRows, layers[i].outputSize());
      }
    }
  }

  public int maxRows() {
    return maxRows;
  }

  /** Copies the weights; later changes to them are not seen. */
  public void load(Parameters parameters) {
    weights.pack(parameters);
  }

  /**
   * One step of every row of x. A row's result does not depend on the others.
   *
   * @param x [rows, inputSize], at most maxRows
   * @param memory [rows, stateSize], updated in place; zeros for a key seen for the first time
   * @param y [rows, outputSize], resized to the rows of x and overwritten
   */
  public void step(Matrix x, Matrix memory, Matrix y) {
    int rows = x.rows();
    if (rows > maxRows || memory.rows() != rows) {
      throw new IllegalArgumentException(
          rows
              + " rows of x and "
              + memory.rows()
              + " of memory: they must be equal and at most "
              + maxRows);
    }
    requireColumns("x", x, inputSize);
    requireColumns("memory", memory, stateSize);
    requireColumns("y", y, outputSize);
    Matrix input = x;
    for (int i = 0; i < layers.length; i++) {
      Matrix output = (i < outputs.length ? outputs[i] : y).resize(rows);
      layers[i].forward(
          weights.layer(i), input, memory, stateColumns[i], output, traces[i].resize(rows));
      input = output;
    }
  }

  /**
   * Steps zeros for as long as {@code limit}: until the JVM has compiled the kernels they are a
   * thousand times slower, and half a second here is better than in the first bundles.
   */
  public void warmUp(Duration limit) {
    Matrix x = new Matrix(maxRows, inputSize);
    Matrix memory = new Matrix(maxRows, stateSize);
    Matrix y = new Matrix(maxRows, outputSize);
    long end = System.nanoTime() + limit.toNanos();
    for (int rows = 1; System.nanoTime() < end; rows = rows % Math.min(maxRows, 32) + 1) {
      step(x.resize(rows), memory.resize(rows), y);
      step(x.resize(maxRows), memory.resize(maxRows), y);
    }
  }

  private static void requireColumns(String name, Matrix matrix, int columns) {
    if (matrix.columns() != columns) {
      throw new IllegalArgumentException(
          name + " has " + matrix.columns() + " columns, the network wants " + columns);
    }
  }
}
