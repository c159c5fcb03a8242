package io.tidemill.serve;

import io.tidemill.layer.Conv2d;
import io.tidemill.layer.Layer;
import io.tidemill.math.Matrix;
import io.tidemill.math.PooledConvolution;
import io.tidemill.network.Network;
import io.tidemill.network.PackedWeights;
import io.tidemill.network.Parameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network in service. Owns its scratch, and a packed copy of its weights unless it shares one;
 * allocates nothing once loaded, and is confined to one thread.
 */
public final class Predictor {
  private final int maxRows;
  private final int inputSize;
  private final int outputSize;
  private final int stateSize;
  private final Stage[] stages;
  private final Matrix[] outputs; // of the stages, but for the last
  private final Network network;
  private @Nullable PackedWeights own;
  private @Nullable PackedWeights weights; // its own or shared; null: zeros, not made yet

  /** A layer, or several that are computed as one. */
  private interface Stage {
    void step(PackedWeights weights, Matrix x, Matrix memory, Matrix y);
  }

  /** All weights are zero until {@link #load}. */
  public Predictor(Network network, int maxRows) {
    if (maxRows < 1) {
      throw new IllegalArgumentException("maxRows is " + maxRows + ": it must be at least 1");
    }
    this.maxRows = maxRows;
    this.inputSize = network.inputSize();
    this.outputSize = network.outputSize();
    this.stateSize = network.stateSize();
    this.network = network;
    List<Layer> layers = network.layers();
    List<Stage> all = new ArrayList<>();
    List<Matrix> results = new ArrayList<>();
    int column = 0;
    for (int i = 0; i < layers.size(); i++) {
      int index = i;
      PooledConvolution pooled = Conv2d.pooled(layers.subList(i, layers.size()));
      if (pooled != null) {
        all.add((packed, x, memory, y) -> pooled.forward(packed.layer(index), x, y));
        i += 2;
      } else {
        all.add(stage(layers.get(i), index, column));
      }
      column += layers.get(i).stateSize();
      boolean last = i == layers.size() - 1;
      results.add(new Matrix(last ? 0 : maxRows, layers.get(i).outputSize()));
    }
    this.stages = all.toArray(Stage[]::new);
    this.outputs = results.toArray(Matrix[]::new);
  }

  private Stage stage(Layer layer, int index, int column) {
    Matrix trace = layer.trace(maxRows);
    return (packed, x, memory, y) ->
        layer.forward(packed.layer(index), x, memory, column, y, trace.resize(x.rows()));
  }

  public int maxRows() {
    return maxRows;
  }

  /** Copies the weights; later changes to them are not seen. */
  public void load(Parameters parameters) {
    PackedWeights copy = own == null ? new PackedWeights(network, false) : own;
    copy.pack(parameters);
    own = copy;
    weights = copy;
  }

  /**
   * Shares weights with other predictors of the same network.
   *
   * @param shared packed to be served, and not packed again while anybody uses them
   */
  public void load(PackedWeights shared) {
    shared.requireServing(network);
    own = null;
    weights = shared;
  }

  private PackedWeights weights() {
    if (weights == null) {
      own = new PackedWeights(network, false);
      weights = own;
    }
    return weights;
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
    PackedWeights packed = weights();
    Matrix input = x;
    int last = stages.length - 1;
    for (int i = 0; i < last; i++) {
      Matrix output = outputs[i].resize(rows);
      stages[i].step(packed, input, memory, output);
      input = output;
    }
    stages[last].step(packed, input, memory, y.resize(rows));
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
