package io.tidemill.train;

import io.tidemill.layer.Layer;
import io.tidemill.loss.Loss;
import io.tidemill.math.Matrix;
import io.tidemill.math.Noise;
import io.tidemill.network.Network;
import io.tidemill.network.PackedWeights;

/**
 * Truncated back-propagation through time (Williams and Peng 1990): the gradient of a batch of
 * sequences, each from a memory of zeros. Owns the activations of all steps; keeps nothing from one
 * batch to the next.
 */
final class BackPropagation {
  private final Layer[] layers;
  private final int[] stateColumns;
  private final int[] parameterOffsets;
  private final int maxRows;
  private final int maxSteps;
  private final Matrix[][] outputs; // [step][layer]
  private final Matrix[][] traces; // [step][layer]
  private final Matrix[] gradients; // [layer], of its input; one more: of the network's output
  private final Matrix state;
  private final Matrix stateGradient;

  BackPropagation(Network network, int maxRows, int maxSteps) {
    if (maxRows < 1 || maxSteps < 1) {
      throw new IllegalArgumentException(
          "back-propagation over " + maxRows + " rows and " + maxSteps + " steps: want 1 or more");
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
    int offset = 0;
    for (int i = 0; i < n; i++) {
      stateColumns[i] = column;
      parameterOffsets[i] = offset;
      gradients[i] = new Matrix(maxRows, layers[i].inputSize());
      column += layers[i].stateSize();
      offset += layers[i].parameters().size();
    }
    outputs = new Matrix[maxSteps][n];
    traces = new Matrix[maxSteps][n];
    for (int t = 0; t < maxSteps; t++) {
      for (int i = 0; i < n; i++) {
        outputs[t][i] = new Matrix(maxRows, layers[i].outputSize());
        traces[t][i] = layers[i].trace(maxRows);
      }
    }
    state = new Matrix(maxRows, network.stateSize());
    stateGradient = new Matrix(maxRows, network.stateSize());
  }

  /** The weighted sum of the losses of a batch, without a gradient. */
  double loss(PackedWeights weights, Loss loss, SequenceBatch batch) {
    check(loss, batch);
    forward(weights, batch);
    double sum = 0;
    for (int t = 0; t < batch.steps(); t++) {
      sum += lossOfStep(loss, batch, t, 0);
    }
    return sum;
  }

  /**
   * Adds the gradient of scale * (weighted sum of the losses) to {@code gradient} and returns the
   * sum. A batch cut in parts gives their sums, added in the same order always, if {@code scale} is
   * that of the whole.
   *
   * @param noise random bits of this batch
   */
  double addGradient(
      PackedWeights weights,
      Loss loss,
      SequenceBatch batch,
      double scale,
      long noise,
      float[] gradient) {
    check(loss, batch);
    forwardTraining(weights, batch, noise);
    stateGradient.resize(batch.rows()).fill(0);
    double sum = 0;
    for (int t = batch.steps() - 1; t >= 0; t--) {
      sum += lossOfStep(loss, batch, t, scale);
      for (int i = layers.length - 1; i > 0; i--) {
        layers[i].backward(
            weights.layer(i),
            outputs[t][i - 1],
            traces[t][i],
            gradients[i + 1],
            stateGradient,
            stateColumns[i],
            gradient,
            parameterOffsets[i],
            gradients[i].resize(batch.rows()));
      }
      layers[0].backwardFirst(
          weights.layer(0),
          batch.x(t),
          traces[t][0],
          gradients[1],
          stateGradient,
          stateColumns[0],
          gradient,
          parameterOffsets[0],
          gradients[0].resize(batch.rows()));
    }
    return sum;
  }

  /** Moves the parameters that follow the data, by the batch whose gradient came last. */
  void follow(SequenceBatch batch, float[] parameters) {
    for (int t = 0; t < batch.steps(); t++) {
      for (int i = 0; i < layers.length; i++) {
        layers[i].follow(input(batch, t, i), traces[t][i], parameters, parameterOffsets[i]);
      }
    }
  }

  private Matrix input(SequenceBatch batch, int t, int layer) {
    return layer == 0 ? batch.x(t) : outputs[t][layer - 1];
  }

  private double lossOfStep(Loss loss, SequenceBatch batch, int t, double scale) {
    Matrix y = outputs[t][layers.length - 1];
    Matrix dy = gradients[layers.length].resize(batch.rows());
    return loss.gradient(y, batch.target(t), batch.weight(t), scale, dy);
  }

  private void forward(PackedWeights weights, SequenceBatch batch) {
    state.resize(batch.rows()).fill(0);
    for (int t = 0; t < batch.steps(); t++) {
      Matrix input = batch.x(t);
      for (int i = 0; i < layers.length; i++) {
        Matrix output = outputs[t][i].resize(batch.rows());
        Matrix trace = traces[t][i].resize(batch.rows());
        layers[i].forward(weights.layer(i), input, state, stateColumns[i], output, trace);
        input = output;
      }
    }
  }

  private void forwardTraining(PackedWeights weights, SequenceBatch batch, long noise) {
    state.resize(batch.rows()).fill(0);
    for (int t = 0; t < batch.steps(); t++) {
      for (int i = 0; i < layers.length; i++) {
        layers[i].forwardTraining(
            weights.layer(i),
            input(batch, t, i),
            state,
            stateColumns[i],
            outputs[t][i].resize(batch.rows()),
            traces[t][i].resize(batch.rows()),
            Noise.bits(noise, t * (long) layers.length + i));
      }
    }
  }

  private void check(Loss loss, SequenceBatch batch) {
    if (batch.rows() > maxRows || batch.steps() > maxSteps) {
      throw new IllegalArgumentException(
          "a batch of "
              + batch.rows()
              + " sequences of "
              + batch.steps()
              + " steps, room for "
              + maxRows
              + " of "
              + maxSteps
              + ": build the trainer larger");
    }
    int outputs = layers[layers.length - 1].outputSize();
    requireColumns("inputs", batch.x(0), layers[0].inputSize());
    requireColumns("targets", batch.target(0), loss.targetSize(outputs));
    requireColumns("weights", batch.weight(0), loss.terms(outputs));
  }

  private static void requireColumns(String name, Matrix matrix, int columns) {
    if (matrix.columns() != columns) {
      throw new IllegalArgumentException(
          "a batch of "
              + matrix.columns()
              + " "
              + name
              + ", the network and its loss have "
              + columns
              + ": make it with SequenceBatch.of");
    }
  }
}
