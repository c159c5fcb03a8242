package io.tidemill.train;

import io.tidemill.loss.Loss;
import io.tidemill.math.Matrix;
import io.tidemill.network.Network;
import io.tidemill.network.PackedWeights;
import io.tidemill.network.Unrolled;

/**
 * Truncated back-propagation through time (Williams and Peng 1990): the gradient of a loss over a
 * batch of sequences.
 */
final class BackPropagation {
  private final Unrolled unrolled;
  private final int inputSize;
  private final int outputSize;

  BackPropagation(Network network, int maxRows, int maxSteps) {
    this.unrolled = new Unrolled(network, maxRows, maxSteps);
    this.inputSize = network.inputSize();
    this.outputSize = network.outputSize();
  }

  /** The weighted sum of the losses of a batch, without a gradient. */
  double loss(PackedWeights weights, Loss loss, SequenceBatch batch) {
    check(loss, batch);
    unrolled.forward(weights, batch.inputs());
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
    unrolled.forwardTraining(weights, batch.inputs(), noise);
    double sum = 0;
    for (int t = batch.steps() - 1; t >= 0; t--) {
      sum += lossOfStep(loss, batch, t, scale);
      unrolled.backward(weights, t, gradient, null);
    }
    return sum;
  }

  /** Moves the parameters that follow the data, by the batch whose gradient came last. */
  void follow(float[] parameters) {
    unrolled.follow(parameters);
  }

  private double lossOfStep(Loss loss, SequenceBatch batch, int t, double scale) {
    Matrix y = unrolled.output(t);
    return loss.gradient(y, batch.target(t), batch.weight(t), scale, unrolled.outputGradient());
  }

  private void check(Loss loss, SequenceBatch batch) {
    requireColumns("inputs", batch.x(0), inputSize);
    requireColumns("targets", batch.target(0), loss.targetSize(outputSize));
    requireColumns("weights", batch.weight(0), loss.terms(outputSize));
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
