package io.tidemill.train;

import io.tidemill.loss.Loss;
import io.tidemill.math.Noise;
import io.tidemill.network.Initializer;
import io.tidemill.network.Model;
import io.tidemill.network.Objective;
import io.tidemill.network.Parameters;
import io.tidemill.optimizer.Optimizer;
import io.tidemill.optimizer.Regularizer;
import io.tidemill.schedule.Constant;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Learns a model from batches of sequences, one optimiser step a batch and turn. What it does is a
 * function of its state and the batch, to the bit. Confined to one thread.
 */
public final class Trainer {
  private final Model model;
  private final Loss loss;
  private final Training training;
  private final int maxRows;
  private final int maxSteps;
  private final Objective objective;
  private final float[] gradient;
  private final Turn[] turns;
  private final double[] schedule;
  private long seed;
  private final Parameters weights;
  private final Parameters averaged;
  private long steps;
  private long begun; // steps before the optimiser's state began
  private long skipped;

  /**
   * A trainer of untrained weights.
   *
   * @param seed of the initial weights, and of what is random while learning
   * @param maxRows sequences a batch may have
   * @param maxSteps steps a sequence may have
   */
  public Trainer(Model model, Loss loss, Training training, long seed, int maxRows, int maxSteps) {
    this.model = model;
    this.loss = loss;
    this.training = training;
    this.seed = seed;
    this.maxRows = maxRows;
    this.maxSteps = maxSteps;
    this.objective = model.objective(loss, maxRows, maxSteps);
    this.weights = model.untrained(training.initializer(), seed);
    this.averaged = weights.copy();
    this.gradient = new float[weights.data().length];
    this.turns = Turn.all(model, training.optimizer());
    this.schedule = new double[training.schedule().stateSize()];
  }

  /** A trainer without a schedule and regularisers; see {@link Training}. */
  public Trainer(
      Model model,
      Loss loss,
      Optimizer optimizer,
      double clipNorm,
      double averaging,
      long seed,
      int maxRows,
      int maxSteps) {
    this(
        model,
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
   * Takes one step down the gradient of the batch, turn by turn, and returns the mean loss before
   * it, added up over the turns. A batch whose weights are all 0 teaches nothing: NaN. One whose
   * gradient is not finite is {@link #skipped()}.
   */
  public double learn(SequenceBatch batch) {
    return learn(batch, 1);
  }

  /**
   * The same with a step that is so many times as long.
   *
   * @param factor at least 0; 1 where the optimiser's rate falls by itself
   */
  public double learn(SequenceBatch batch, double factor) {
    double total = objective.totalWeight(batch.matrices());
    if (total == 0) {
      return Double.NaN;
    }
    long noise = Noise.bits(seed, steps);
    double mean = 0;
    for (int i = 0; i < turns.length; i++) {
      Turn turn = turns[i];
      objective.load(weights);
      Arrays.fill(gradient, 0);
      mean += objective.addGradient(i, batch.matrices(), 1 / total, noise, gradient) / total;
      double norm = turn.norm(gradient);
      if (!Double.isFinite(norm)) {
        skipped++;
        return mean;
      }
      if (training.clipValue() > 0) {
        norm = turn.clipValue(gradient, (float) training.clipValue());
      }
      if (training.clipNorm() > 0 && norm > training.clipNorm()) {
        turn.scale(gradient, (float) (training.clipNorm() / norm));
      }
      for (Regularizer regularizer : training.regularizers()) {
        regularizer.addGradient(weights.layout(), weights.data(), gradient);
      }
      if (i == 0) {
        training.schedule().observe(steps, mean, schedule);
      }
      double length = factor * training.schedule().factor(steps, schedule);
      turn.update(weights.data(), gradient, steps - begun, length);
      objective.follow(weights.data());
    }
    steps++;
    average();
    return mean;
  }

  private void average() {
    double age = steps - begun;
    float share = (float) (1 - Math.min(training.averaging(), (1 + age) / (10 + age)));
    float[] now = weights.data();
    float[] mean = averaged.data();
    for (int i = 0; i < now.length; i++) {
      mean[i] += share * (now[i] - mean[i]);
    }
  }

  /** The mean loss of the batch under other weights of the same model; NaN if all is masked. */
  public double loss(Parameters weights, SequenceBatch batch) {
    objective.load(weights);
    return objective.loss(batch.matrices()) / objective.totalWeight(batch.matrices());
  }

  /**
   * Learns ones from zeros in a trainer of its own for as long as {@code limit}: until the JVM has
   * compiled the kernels they are a thousand times slower, and while it is busy with a job that
   * starts it compiles them late. What this trainer knows stays as it is.
   */
  public void warmUp(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    Trainer other = new Trainer(model, loss, training, 1, maxRows, maxSteps);
    SequenceBatch batch = SequenceBatch.of(maxRows, maxSteps, model, loss);
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

  /**
   * Begins from weights that were learned before; the optimiser's own state is that of a new one.
   */
  public void begin(Parameters learned) {
    System.arraycopy(learned.data(), 0, weights.data(), 0, gradient.length);
    System.arraycopy(learned.data(), 0, averaged.data(), 0, gradient.length);
  }

  /**
   * Forgets the optimiser's own state. The weights stay; their average follows them as fast as at
   * first.
   */
  public void resetOptimizer() {
    Turn.restore(turns, Turn.state(Turn.all(model, training.optimizer())));
    begun = steps;
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

  /** Batches not learned, or not in all turns, because their gradient was not finite. */
  public long skipped() {
    return skipped;
  }

  /** All that the next steps depend on; see {@link #restore}. */
  public byte[] state() {
    return new TrainerState(
            steps,
            skipped,
            seed,
            begun,
            schedule,
            weights.data(),
            averaged.data(),
            Turn.state(turns))
        .encode(model, training.optimizer());
  }

  /** Goes on where {@link #state} was taken, to the bit. */
  public void restore(byte[] state) {
    TrainerState restored =
        TrainerState.decode(
            state,
            model,
            training.optimizer(),
            seed,
            schedule.length,
            gradient.length,
            Turn.stateSize(turns));
    Turn.restore(turns, restored.optimizer());
    System.arraycopy(restored.weights(), 0, weights.data(), 0, gradient.length);
    System.arraycopy(restored.averaged(), 0, averaged.data(), 0, gradient.length);
    System.arraycopy(restored.schedule(), 0, schedule, 0, schedule.length);
    steps = restored.steps();
    skipped = restored.skipped();
    seed = restored.seed();
    begun = restored.begun();
  }
}
