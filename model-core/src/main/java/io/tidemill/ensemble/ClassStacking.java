package io.tidemill.ensemble;

import java.util.Arrays;

/**
 * Probabilities of classes by a softmax regression on the log-probabilities of the models (Wolpert
 * 1992, "Stacked generalization"), learned online: class k has the logit sum_i w_i log p_ik + b_k,
 * with one weight a model, 1 / models at first, and one bias a class, 0 at first.
 *
 * <p>As no one learning rate suits a quiet stream and one that changes, regressions of several
 * rates learn side by side, and their probabilities are hedged as {@link ClassHedge} does.
 *
 * @param models whose log-probabilities are combined
 * @param classes of each
 * @param share probability that another rate is the best one at the next event, in [0, 1)
 */
public record ClassStacking(int models, int classes, double share) implements Combiner {

  /** Rates of the weights, one a regression. */
  private static final double[] RATES = {0.002, 0.01, 0.03};

  /** A bias is learned so many times as fast: it has no log-probabilities to magnify it. */
  private static final double BIAS = 3;

  /** The least log-probability that is looked at: surer than this is no better an argument. */
  private static final double LEAST = -8;

  public ClassStacking {
    Combiner.check(models, classes, 2);
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("stacking.share is " + share + ": must be 0 to below 1");
    }
  }

  @Override
  public int outputs() {
    return classes;
  }

  /**
   * Of each rate the logarithm of its weight; then of each rate the models' weights less 1 /
   * models, NaN once dropped, and the biases; then room for probabilities.
   */
  @Override
  public int stateSize() {
    return RATES.length * (1 + models + classes) + classes;
  }

  private int room(int offset) {
    return offset + RATES.length * (1 + models + classes);
  }

  private int regression(int offset, int rate) {
    return offset + RATES.length + rate * (models + classes);
  }

  @Override
  public void combine(double[] answers, double[] state, int offset, double[] combined) {
    for (int k = 0; k < classes; k++) {
      combined[k] = 0;
    }
    int room = room(offset);
    double total = FixedShare.total(state, offset, RATES.length);
    for (int rate = 0; rate < RATES.length; rate++) {
      double weight = FixedShare.weight(state, offset, rate, total);
      double sum = exponentials(answers, state, regression(offset, rate), room);
      for (int k = 0; k < classes; k++) {
        combined[k] += weight * state[room + k] / sum;
      }
    }
    for (int k = 0; k < classes; k++) {
      combined[k] = StrictMath.log(combined[k]);
    }
  }

  /**
   * Writes the classes' probabilities by one regression, not divided by their sum yet; returns
   * that.
   */
  private double exponentials(double[] answers, double[] state, int at, int room) {
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      state[room + k] = logit(answers, state, at, k);
      most = Math.max(most, state[room + k]);
    }
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      state[room + k] = StrictMath.exp(state[room + k] - most);
      sum += state[room + k];
    }
    return sum;
  }

  private double logit(double[] answers, double[] state, int at, int k) {
    double logit = state[at + models + k];
    for (int i = 0; i < models; i++) {
      double learned = state[at + i];
      if (!Double.isNaN(learned)) {
        logit += (learned + 1.0 / models) * Math.max(answers[i * classes + k], LEAST);
      }
    }
    return logit;
  }

  @Override
  public void learn(double[] answers, double[] outcome, double[] state, int offset) {
    int truth = ClassHedge.truth(outcome, classes);
    if (truth < 0) {
      return;
    }
    int room = room(offset);
    for (int rate = 0; rate < RATES.length; rate++) {
      int at = regression(offset, rate);
      double sum = exponentials(answers, state, at, room);
      for (int k = 0; k < classes; k++) {
        state[room + k] /= sum;
      }
      state[offset + rate] -= Math.min(-StrictMath.log(state[room + truth]), ClassHedge.MOST_LOSS);
      descend(answers, truth, state, at, room, RATES[rate]);
    }
    FixedShare.share(state, offset, RATES.length, share);
  }

  /** One step down the gradient of the log-loss. */
  private void descend(double[] answers, int truth, double[] state, int at, int room, double rate) {
    state[room + truth] -= 1; // now the derivatives by the logits
    for (int i = 0; i < models; i++) {
      if (!Double.isNaN(state[at + i])) {
        double slope = 0;
        for (int k = 0; k < classes; k++) {
          slope += state[room + k] * Math.max(answers[i * classes + k], LEAST);
        }
        state[at + i] -= rate * slope;
      }
    }
    for (int k = 0; k < classes; k++) {
      state[at + models + k] -= BIAS * rate * state[room + k];
    }
  }

  @Override
  public double loss(double[] answers, int model, double[] outcome) {
    return ClassHedge.logLoss(answers, model, outcome, classes);
  }

  @Override
  public void drop(int model, double[] state, int offset) {
    for (int rate = 0; rate < RATES.length; rate++) {
      int at = regression(offset, rate);
      int left = 0;
      for (int i = 0; i < models; i++) {
        left += i == model || Double.isNaN(state[at + i]) ? 0 : 1;
      }
      if (left == 0) {
        throw new IllegalStateException("model " + model + " is the last that is left");
      }
      double part = (state[at + model] + 1.0 / models) / left;
      for (int i = 0; i < models; i++) {
        state[at + i] += part; // NaN stays NaN
      }
      state[at + model] = Double.NaN;
    }
  }

  @Override
  public void weights(double[] state, int offset, double[] weights) {
    Arrays.fill(weights, 0);
    double total = FixedShare.total(state, offset, RATES.length);
    for (int rate = 0; rate < RATES.length; rate++) {
      double weight = FixedShare.weight(state, offset, rate, total);
      for (int i = 0; i < models; i++) {
        double learned = state[regression(offset, rate) + i];
        weights[i] += Double.isNaN(learned) ? 0 : weight * (learned + 1.0 / models);
      }
    }
  }
}
