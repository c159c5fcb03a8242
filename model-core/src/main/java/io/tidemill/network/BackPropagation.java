package io.tidemill.network;

import io.tidemill.loss.Loss;
import io.tidemill.math.Matrix;

/**
 * Truncated back-propagation through time (Williams and Peng 1990): the loss of a network over a
 * batch of sequences, and its gradient.
 */
final class BackPropagation implements Objective {
  private final Loss loss;
  private final Unrolled unrolled;
  private final PackedWeights weights;
  private final int inputSize;
  private final int targetSize;
  private final int terms;

  BackPropagation(Network network, Loss loss, int maxRows, int maxSteps) {
    this.loss = loss;
    this.unrolled = new Unrolled(network, maxRows, maxSteps);
    this.weights = new PackedWeights(network, true);
    this.inputSize = network.inputSize();
    this.targetSize = network.targetSize(loss);
    this.terms = network.terms(loss);
  }

  @Override
  public void load(Parameters parameters) {
    weights.pack(parameters);
  }

  @Override
  public double loss(Batch batch) {
    check(batch);
    unrolled.forward(weights, batch.x());
    double sum = 0;
    for (int t = 0; t < batch.steps(); t++) {
      sum += lossOfStep(batch, t, 0);
    }
    return sum;
  }

  @Override
  public double addGradient(int turn, Batch batch, double scale, long noise, float[] gradient) {
    check(batch);
    unrolled.forwardTraining(weights, batch.x(), noise);
    double sum = 0;
    for (int t = batch.steps() - 1; t >= 0; t--) {
      sum += lossOfStep(batch, t, scale);
      unrolled.backward(weights, t, gradient, null);
    }
    return sum;
  }

  @Override
  public void follow(float[] parameters) {
    unrolled.follow(parameters);
  }

  private double lossOfStep(Batch batch, int t, double scale) {
    Matrix y = unrolled.output(t);
    return loss.gradient(y, batch.target()[t], batch.weight()[t], scale, unrolled.outputGradient());
  }

  private void check(Batch batch) {
    requireColumns("inputs", batch.x()[0], inputSize);
    requireColumns("targets", batch.target()[0], targetSize);
    requireColumns("weights", batch.weight()[0], terms);
  }

  static void requireColumns(String name, Matrix matrix, int columns) {
    if (matrix.columns() != columns) {
      throw new IllegalArgumentException(
          "a batch of "
              + matrix.columns()
              + " "
              + name
              + ", the model and its loss have "
              + columns
              + ": make it with SequenceBatch.of");
    }
  }
}
