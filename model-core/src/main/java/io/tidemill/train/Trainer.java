package io.tidemill.train;

import io.tidemill.loss.Loss;
import io.tidemill.math.Noise;
import io.tidemill.network.Initializer;
import io.tidemill.network.Network;
import io.tidemill.network.PackedWeights;
import io.tidemill.network.Parameters;
import io.tidemill.optimizer.Optimizer;
import io.tidemill.optimizer.Regularizer;
import io.tidemill.optimizer.Updater;
import io.tidemill.schedule.Constant;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Learns a network from batches of sequences, one optimiser step a batch. What it does is a
 * function of its state and the batch, to the bit. Confined to one thread.
 */
public final class Trainer {
  private final Network network;
  private final Loss loss;
  private final Training training;
  private final int maxRows;
  private final int maxSteps;
  private final BackPropagation propagation;
  private final PackedWeights packed;
  private final float[] gradient;
  private final Updater updater;
  private final double[] schedule;
  private long seed;
  private final Parameters weights;
  private final Parameters averaged;
  private long steps;
  private long skipped;

  /**
   * A trainer of untrained weights.
   *
   * @param seed of the initial weights, and of what is random while learning
   * @param maxRows sequences a batch may have
   * @param maxSteps steps a sequence may have
   */
  public Trainer(
      Network network, Loss loss, Training training, long seed, int maxRows, int maxSteps) {
    loss.targetSize(network.outputSize());
    this.network = network;
    this.loss = loss;
    this.training = training;
    this.seed = seed;
    this.maxRows = maxRows;
    this.maxSteps = maxSteps;
    this.propagation = new BackPropagation(network, maxRows, maxSteps);
    this.packed = new PackedWeights(network, true);
    this.weights = Parameters.silent(network, training.initializer(), seed);
    this.averaged = weights.copy();
    this.gradient = new float[weights.data().length];
    this.updater = training.optimizer().updater(weights.layout());
    this.schedule = new double[training.schedule().stateSize()];
  }

  /** A trainer without a schedule and regularisers; see {@link Training}. */
  public Trainer(
      Network network,
      Loss loss,
      Optimizer optimizer,
      double clipNorm,
      double averaging,
      long seed,
      int maxRows,
      int maxSteps) {
    this(
        network,
        loss,
        new Training(
            optimizer,
            new Constant(),
            List.of(),
            clipNorm,
            0,
            averaging,
            new Initializer.LayerDefault()),
        seed,
        maxRows,
        maxSteps);
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
    long noise = Noise.bits(seed, steps);
    double mean = propagation.addGradient(packed, loss, batch, 1 / total, noise, gradient) / total;
    if (!Double.isFinite(norm(gradient))) {
      skipped++;
      return mean;
    }
    clip();
    for (Regularizer regularizer : training.regularizers()) {
      regularizer.addGradient(weights.layout(), weights.data(), gradient);
    }
    training.schedule().observe(steps, mean, schedule);
    double factor = training.schedule().factor(steps, schedule);
    updater.update(weights.data(), gradient, steps, factor);
    propagation.follow(weights.data());
    steps++;
    average();
    return mean;
  }

  private void clip() {
    float most = (float) training.clipValue();
    if (most > 0) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = Math.max(-most, Math.min(most, gradient[i]));
      }
    }
    double norm = norm(gradient);
    if (training.clipNorm() > 0 && norm > training.clipNorm()) {
      scale(gradient, (float) (training.clipNorm() / norm));
    }
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
    float share = (float) (1 - Math.min(training.averaging(), (1.0 + steps) / (10.0 + steps)));
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
    Trainer other = new Trainer(network, loss, training, 1, maxRows, maxSteps);
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
    return training.averaging() == 0 ? weights : averaged;
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
    return new TrainerState(
            steps, skipped, seed, schedule, weights.data(), averaged.data(), updater.state())
        .encode(network, training.optimizer());
  }

  /** Goes on where {@link #state} was taken, to the bit. */
  public void restore(byte[] state) {
    TrainerState restored =
        TrainerState.decode(
            state,
            network,
            training.optimizer(),
            seed,
            schedule.length,
            gradient.length,
            updater.stateSize());
    updater.restore(restored.optimizer());
    System.arraycopy(restored.weights(), 0, weights.data(), 0, gradient.length);
    System.arraycopy(restored.averaged(), 0, averaged.data(), 0, gradient.length);
    System.arraycopy(restored.schedule(), 0, schedule, 0, schedule.length);
    steps = restored.steps();
    skipped = restored.skipped();
    seed = restored.seed();
  }
}
