package io.tidemill.network;

import io.tidemill.layer.Conv2d;
import io.tidemill.layer.Layer;
import io.tidemill.math.Matrix;
import io.tidemill.math.Noise;
import io.tidemill.math.PooledConvolution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network over all steps of sequences, each from a memory of zeros unless said: forward, and then
 * back through time. Owns the activations of all steps; keeps nothing from one batch to the next. A
 * convolution with relu and a pool behind it is computed as one, and leaves no activations of the
 * first two. Confined to one thread.
 */
public final class Unrolled {
  private final Layer[] layers;
  private final @Nullable PooledConvolution[] pooled; // [layer], of three from it on; or null
  private final int[] stateColumns;
  private final int[] parameterOffsets;
  private final int maxRows;
  private final int maxSteps;
  private final Matrix[][] outputs; // [step][layer]
  private final Matrix[][] traces; // [step][layer]
  private final Matrix[] gradients; // [layer], of its input; one more: of the network's output
  private final Matrix state;
  private final Matrix stateGradient;
  private Matrix[] x = {};
  private int rows;

  /** Room for so many sequences of so many steps. */
  public Unrolled(Network network, int maxRows, int maxSteps) {
    this(network, 0, maxRows, maxSteps);
  }

  /** The same for a network whose parameters begin at {@code from} in those of a model. */
  Unrolled(Network network, int from, int maxRows, int maxSteps) {
    if (maxRows < 1 || maxSteps < 1) {
      throw new IllegalArgumentException(
          "a network over " + maxRows + " rows and " + maxSteps + " steps: want 1 or more");
    }
    this.maxRows = maxRows;
    this.maxSteps = maxSteps;
    int n = network.layers().size();
    layers = network.layers().toArray(Layer[]::new);
    stateColumns = new int[n];
    parameterOffsets = new int[n];
    gradients = new Matrix[n + 1];
    gradients[n] = new Matrix(maxRows, network.outputSize());
    int column = 0;
    int offset = from;
    for (int i = 0; i < n; i++) {
      stateColumns[i] = column;
      parameterOffsets[i] = offset;
      column += layers[i].stateSize();
      offset += layers[i].parameters().size();
    }
    outputs = new Matrix[maxSteps][n];
    traces = new Matrix[maxSteps][n];
    pooled = pooled(network.layers());
    for (int t = 0; t < maxSteps; t++) {
      for (int i = 0; i < n; i++) {
        outputs[t][i] = new Matrix(rowsOf(i), layers[i].outputSize());
        traces[t][i] =
            i > 1 && pooled[i - 2] != null
                ? new Matrix(maxRows, layers[i].outputSize())
                : layers[i].trace(rowsOf(i));
      }
    }
    for (int i = 0; i < n; i++) {
      gradients[i] = new Matrix(i == 0 ? maxRows : rowsOf(i - 1), layers[i].inputSize());
    }
    state = new Matrix(maxRows, network.stateSize());
    stateGradient = new Matrix(maxRows, network.stateSize());
  }

  private static @Nullable PooledConvolution[] pooled(List<Layer> layers) {
    @Nullable PooledConvolution[] all = new PooledConvolution[layers.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = Conv2d.pooled(layers.subList(i, all.length));
    }
    return all;
  }

  /** Rows that the results of a layer need: none within layers that are computed as one. */
  private int rowsOf(int layer) {
    boolean within = pooled[layer] != null || layer > 0 && pooled[layer - 1] != null;
    return within ? 0 : maxRows;
  }

  /**
   * Runs the network as it serves.
   *
   * @param x the inputs of every step, [rows, inputSize] each; kept until the next call
   */
  public void forward(PackedWeights weights, Matrix[] x) {
    forward(weights, x, null);
  }

  /** The same from a memory, [rows, stateSize]; null: of zeros. */
  void forward(PackedWeights weights, Matrix[] x, @Nullable Matrix memory) {
    begin(x, memory);
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < layers.length; i++) {
        if (pooled[i] != null) {
          forward(pooled[i], weights, t, i);
          i += 2;
          continue;
        }
        layers[i].forward(
            weights.layer(i),
            input(t, i),
            state,
            stateColumns[i],
            outputs[t][i].resize(rows),
            traces[t][i].resize(rows));
      }
    }
  }

  /**
   * Runs the network as it learns.
   *
   * @param x the inputs of every step, [rows, inputSize] each; kept until the next call
   * @param noise random bits of this batch
   */
  public void forwardTraining(PackedWeights weights, Matrix[] x, long noise) {
    forwardTraining(weights, x, null, noise);
  }

  /** The same from a memory, [rows, stateSize]; null: of zeros. */
  void forwardTraining(PackedWeights weights, Matrix[] x, @Nullable Matrix memory, long noise) {
    begin(x, memory);
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < layers.length; i++) {
        if (pooled[i] != null) {
          forward(pooled[i], weights, t, i);
          i += 2;
          continue;
        }
        layers[i].forwardTraining(
            weights.layer(i),
            input(t, i),
            state,
            stateColumns[i],
            outputs[t][i].resize(rows),
            traces[t][i].resize(rows),
            Noise.bits(noise, t * (long) layers.length + i));
      }
    }
  }

  private void forward(PooledConvolution three, PackedWeights weights, int t, int first) {
    three.forwardTraining(
        weights.layer(first),
        input(t, first),
        outputs[t][first + 2].resize(rows),
        traces[t][first + 2].resize(rows));
  }

  private void begin(Matrix[] x, @Nullable Matrix memory) {
    rows = x[0].rows();
    if (rows > maxRows || x.length > maxSteps) {
      throw new IllegalArgumentException(
          "%d sequences of %d steps, room for %d of %d: make it larger when it is built"
              .formatted(rows, x.length, maxRows, maxSteps));
    }
    this.x = x;
    state.resize(rows).fill(0);
    if (memory != null) {
      System.arraycopy(memory.data(), 0, state.data(), 0, rows * state.columns());
    }
    stateGradient.resize(rows).fill(0);
  }

  /** The memory after the last step, [rows, stateSize]. */
  Matrix memory() {
    return state;
  }

  /**
   * The gradient of the memory, [rows, stateSize]: after forward zeros, to which that of the last
   * one may be added; once every step was gone back through, that of the first one.
   */
  Matrix memoryGradient() {
    return stateGradient;
  }

  private Matrix input(int t, int layer) {
    return layer == 0 ? x[t] : outputs[t][layer - 1];
  }

  /** What the network gave at a step, [rows, outputSize]. */
  public Matrix output(int t) {
    return outputs[t][layers.length - 1];
  }

  /** Where the gradient of a step's output goes before {@link #backward}, [rows, outputSize]. */
  public Matrix outputGradient() {
    return gradients[layers.length].resize(rows);
  }

  /**
   * Goes back through one step; every step once, from the last to the first.
   *
   * @param weights packed to be trained
   * @param gradient of the parameters, added to
   * @param dx becomes the gradient of the step's inputs; null: it is nobody's, and layers that can
   *     spare it do
   */
  public void backward(PackedWeights weights, int t, float[] gradient, @Nullable Matrix dx) {
    int first;
    for (int last = layers.length - 1; last >= 0; last = first - 1) {
      PooledConvolution three = last > 1 ? pooled[last - 2] : null;
      first = three == null ? last : last - 2;
      Matrix to = first > 0 ? gradients[first] : dx;
      if (three != null) {
        three.backward(
            weights.layer(first),
            input(t, first),
            traces[t][last],
            gradients[last + 1],
            gradient,
            parameterOffsets[first],
            to == null ? null : to.resize(rows));
      } else if (to != null) {
        layers[first].backward(
            weights.layer(first),
            input(t, first),
            traces[t][first],
            gradients[first + 1],
            stateGradient,
            stateColumns[first],
            gradient,
            parameterOffsets[first],
            to.resize(rows));
      } else {
        layers[first].backwardFirst(
            weights.layer(first),
            input(t, first),
            traces[t][first],
            gradients[first + 1],
            stateGradient,
            stateColumns[first],
            gradient,
            parameterOffsets[first],
            gradients[first].resize(rows));
      }
    }
  }

  /** Moves the parameters that follow the data, by the batch whose gradient came last. */
  public void follow(float[] parameters) {
    for (int t = 0; t < x.length; t++) {
      for (int i = 0; i < layers.length; i++) {
        layers[i].follow(input(t, i), traces[t][i], parameters, parameterOffsets[i]);
      }
    }
  }
}
