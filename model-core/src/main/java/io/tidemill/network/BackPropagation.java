package io.tidemill.network;

import io.tidemill.loss.Loss;
import io.tidemill.math.Matrix;

/**
 * Truncated back-propagation through time (Williams and Peng 1990): the loss of a network over a
 * batch of sequences, and its gradient.
 *
 * <p>A network that is to put out what it is given has its inputs for targets.
 */
final class BackPropagation implements Objective {
  private final Loss loss;
  private final boolean ofInputs;
  private final Unrolled unrolled;
  private final PackedWeights weights;
  private final int inputSize;
  private final int targetSize;
  private final int terms;

  /** By the targets of the batches. */
  static BackPropagation ofTargets(Network network, Loss loss, int maxRows, int maxSteps) {
    return new BackPropagation(network, loss, false, maxRows, maxSteps);
  }

  /** By the inputs of the batches, which have no targets. */
  static BackPropagation ofInputs(Network network, Loss loss, int maxRows, int maxSteps) {
    return new BackPropagation(network, loss, true, maxRows, maxSteps);
  }

  private BackPropagation(Network network, Loss loss, boolean ofInputs, int maxRows, int maxSteps) {
    this.loss = loss;
    this.ofInputs = ofInputs;
    this.unrolled = new Unrolled(network, maxRows, maxSteps);
    this.weights = new PackedWeights(network, true);
    this.inputSize = network.inputSize();
    this.targetSize = ofInputs ? 0 : network.targetSize(loss);
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
    Matrix target = ofInputs ? batch.x()[t] : batch.target()[t];
    return loss.gradient(y, target, batch.weight()[t], scale, unrolled.outputGradient());
  }

  private void check(Batch batch) {
    batch.require(inputSize, targetSize, terms);
  }
}
