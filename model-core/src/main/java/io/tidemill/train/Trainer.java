package io.tidemill.train;

import io.tidemill.loss.Loss;
import io.tidemill.network.Network;
import io.tidemill.network.PackedWeights;
import io.tidemill.network.Parameters;
import io.tidemill.optimizer.Optimizer;
import io.tidemill.optimizer.Updater;
import java.time.Duration;
import java.util.Arrays;

/**
 * Learns a network from batches of sequences, one optimiser step a batch. What it does is a
 * function of its state and the batch, to the bit. Confined to one thread.
 */
public final class Trainer {
  private final Network network;
  private final Loss loss;
  private final Optimizer optimizer;
  private final double clipNorm;
  private final double averaging;
  private final int maxRows;
  private final int maxSteps;
  private final BackPropagation propagation;
  private final PackedWeights packed;
  private final float[] gradient;
  private final Updater updater;
  private final Parameters weights;
  private final Parameters averaged;
  private long steps;
  private long skipped;

  /**
   * A trainer of untrained weights.
   *
   * @param clipNorm longest gradient, by Euclid's norm over all parameters; 0 for no limit
   * @param averaging decay of the averaged weights, in [0, 1); the average follows faster at first,
   *     with min(averaging, (1 + t) / (10 + t)) at step t; 0 for none
   * @param seed of the initial weights
   * @param maxRows sequences a batch may have
   * @param maxSteps steps a sequence may have
   */
  public Trainer(
      Network network,
      Loss loss,
      Optimizer optimizer,
      double clipNorm,
      double averaging,
      long seed,
      int maxRows,
      int maxSteps) {
    if (!(clipNorm >= 0)) {
      throw new IllegalArgumentException(
          "clipNorm is " + clipNorm + ": it must be at least 0, and 0 means no limit");
    }
    if (!(averaging >= 0 && averaging < 1)) {
      throw new IllegalArgumentException(
          "averaging is " + averaging + ": it must be in [0, 1), and 0 means none");
    }
    loss.targetSize(network.outputSize());
    this.network = network;
    this.loss = loss;
    this.optimizer = optimizer;
    this.maxRows = maxRows;
    this.maxSteps = maxSteps;
    this.clipNorm = clipNorm;
    this.averaging = averaging;
    this.propagation = new BackPropagation(network, maxRows, maxSteps);
    this.packed = new PackedWeights(network, true);
    this.weights = Parameters.silent(network, seed);
    this.averaged = weights.copy();
    this.gradient = new float[weights.data().length];
    this.updater = optimizer.updater(gradient.length);
  }

  /**
   * Takes one step down the gradient of the batch, and returns the mean loss before it. A batch
   * whose weights are all 0 teaches nothing: NaN. One whose gradient is not finite is {@link
   * #skipped()}.
   */
  public double learn(SequenceBatch batch) {
    double total = batch.totalWeight();
    if (total == 0) {
      return Double.NaN;
    }
    packed.pack(weights);
    Arrays.fill(gradient, 0);
    double mean = propagation.addGradient(packed, loss, batch, 1 / total, gradient) / total;
    double norm = norm(gradient);
    if (!Double.isFinite(norm)) {
      skipped++;
      return mean;
    }
    if (clipNorm > 0 && norm > clipNorm) {
      scale(gradient, (float) (clipNorm / norm));
    }
    updater.update(weights.data(), gradient, steps);
    steps++;
    average();
    return mean;
  }

  private static double norm(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  private static void scale(float[] vector, float factor) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= factor;
    }
  }

  private void average() {
    float share = (float) (1 - Math.min(averaging, (1.0 + steps) / (10.0 + steps)));
    float[] now = weights.data();
    float[] mean = averaged.data();
    for (int i = 0; i < now.length; i++) {
      mean[i] += share * (now[i] - mean[i]);
    }
  }

  /** The mean loss of the batch under other weights of the same network; NaN if all is masked. */
  public double loss(Parameters weights, SequenceBatch batch) {
    packed.pack(weights);
    return propagation.loss(packed, loss, batch) / batch.totalWeight();
  }

  /**
   * Learns ones from zeros in a trainer of its own for as long as {@code limit}: until the JVM has
   * compiled the kernels they are a thousand times slower, and while it is busy with a job that
   * starts it compiles them late. What this trainer knows stays as it is.
   */
  public void warmUp(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    Trainer other =
        new Trainer(network, loss, optimizer, clipNorm, averaging, 1, maxRows, maxSteps);
    SequenceBatch batch = SequenceBatch.of(maxRows, maxSteps, network, loss);
    while (batch.rows() < maxRows) {
      batch.add();
    }
    for (int step = 0; step < maxSteps; step++) {
      batch.target(step).fill(1);
      batch.weight(step).fill(1);
    }
    while (System.nanoTime() < end) {
      other.learn(batch);
    }
  }

  /** The weights after the last step; changed by the next, so copy what is to last. */
  public Parameters weights() {
    return weights;
  }

  /** The averaged weights; the weights themselves without averaging. Changed by the next step. */
  public Parameters averaged() {
    return averaging == 0 ? weights : averaged;
  }

  /** Optimiser steps taken. */
  public long steps() {
    return steps;
  }

  /** Batches not learned because their gradient was not finite. */
  public long skipped() {
    return skipped;
  }

  /** All that the next steps depend on; see {@link #restore}. */
  public byte[] state() {
    return TrainerState.encode(
        network, steps, skipped, weights.data(), averaged.data(), updater.state());
  }

  /** Goes on where {@link #state} was taken, to the bit. */
  public void restore(byte[] state) {
    TrainerState restored =
        TrainerState.decode(state, network, gradient.length, updater.stateSize());
    updater.restore(restored.optimizer());
    System.arraycopy(restored.weights(), 0, weights.data(), 0, gradient.length);
    System.arraycopy(restored.averaged(), 0, averaged.data(), 0, gradient.length);
    steps = restored.steps();
    skipped = restored.skipped();
  }
}
