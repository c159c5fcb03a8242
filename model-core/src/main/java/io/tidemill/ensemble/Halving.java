package io.tidemill.ensemble;

import java.io.Serializable;

/**
 * Which of several models are worth their cost: in rounds, each twice as long as the one before, at
 * most half of those left, the worst, have to go (successive halving: Karnin, Koren and Somekh
 * 2013; Jamieson and Talwalkar 2016). None goes for a difference that may be chance: what counts is
 * the mean difference of losses on the same outcomes, exponentially faded, in its standard errors.
 *
 * <p>A record; its state is a flat array of the caller's, zeros meaning that nothing is known yet.
 * Allocates nothing.
 *
 * @param models that take part
 * @param first outcomes of the first round, at least 8; losses fade over as many
 * @param keep models that always stay, at least 1
 */
public record Halving(int models, int first, int keep) implements Serializable {

  /** Differences smaller than so many standard errors may be chance. */
  public static final double ERRORS = 3;

  private static final int OUTCOMES = 0;
  private static final int LOSSES = 1;

  public Halving {
    if (models < 1 || models > 64 || first < 8 || keep < 1) {
      throw new IllegalArgumentException(
          "halving of %d models, first after %d outcomes, to %d: want 1 to 64, at least 8 and 1"
              .formatted(models, first, keep));
    }
  }

  /**
   * Outcomes; of each model its faded mean loss, NaN once dropped; of each pair the faded mean
   * square of the difference of their losses.
   */
  public int stateSize() {
    return LOSSES + models + models * models;
  }

  /**
   * Takes note of what one outcome cost each model.
   *
   * @param losses [models]; those of models that were dropped are not looked at
   */
  public void update(double[] losses, double[] state, int offset) {
    double seen = ++state[offset + OUTCOMES];
    double weight = 1 / Math.min(seen, first);
    for (int i = 0; i < models; i++) {
      state[offset + LOSSES + i] += weight * (losses[i] - state[offset + LOSSES + i]);
      for (int j = 0; j < i; j++) {
        double difference = losses[i] - losses[j];
        int pair = square(offset, i, j);
        state[pair] += weight * (difference * difference - state[pair]);
      }
    }
  }

  private int square(int offset, int i, int j) {
    return offset + LOSSES + models + Math.max(i, j) * models + Math.min(i, j);
  }

  /** Outcomes so far. */
  public long outcomes(double[] state, int offset) {
    return (long) state[offset + OUTCOMES];
  }

  /** Faded mean loss of a model; NaN: it was dropped. */
  public double loss(int model, double[] state, int offset) {
    return state[offset + LOSSES + model];
  }

  public boolean isLeft(int model, double[] state, int offset) {
    return !Double.isNaN(loss(model, state, offset));
  }

  /** Models that are left. */
  public int left(double[] state, int offset) {
    int left = 0;
    for (int i = 0; i < models; i++) {
      left += isLeft(i, state, offset) ? 1 : 0;
    }
    return left;
  }

  /** The first of the models with the smallest loss. */
  public int best(double[] state, int offset) {
    int best = -1;
    for (int i = 0; i < models; i++) {
      if (isLeft(i, state, offset)
          && (best < 0 || loss(i, state, offset) < loss(best, state, offset))) {
        best = i;
      }
    }
    return best;
  }

  /** By how many standard errors the loss of one model is below that of another. */
  public double lead(int model, int other, double[] state, int offset) {
    double difference = loss(other, state, offset) - loss(model, state, offset);
    double seen = Math.min(state[offset + OUTCOMES], first);
    double variance = state[square(offset, model, other)] - difference * difference;
    return difference == 0 ? 0 : difference / Math.sqrt(Math.max(variance, 1e-300) / seen);
  }

  /** Whether a round ends with the outcome that was the last. */
  public boolean endsRound(double[] state, int offset) {
    long outcomes = outcomes(state, offset);
    return outcomes % first == 0 && Long.bitCount(outcomes / first) == 1;
  }

  /**
   * The worst model, where it has to go: call it at the end of a round, {@link #drop} it, and again
   * until -1, but no more than {@link #mayGo} times.
   */
  public int goes(double[] state, int offset) {
    int worst = -1;
    for (int i = 0; i < models; i++) {
      if (isLeft(i, state, offset)
          && (worst < 0 || loss(i, state, offset) >= loss(worst, state, offset))) {
        worst = i;
      }
    }
    int best = best(state, offset);
    return left(state, offset) > keep && lead(best, worst, state, offset) >= ERRORS ? worst : -1;
  }

  /** How many models may go at the end of a round. */
  public int mayGo(double[] state, int offset) {
    int left = left(state, offset);
    return Math.max(0, left - Math.max(keep, (left + 1) / 2));
  }

  /** Leaves a model out from now on. */
  public void drop(int model, double[] state, int offset) {
    state[offset + LOSSES + model] = Double.NaN;
  }
}
