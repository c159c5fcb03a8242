package io.tidemill.ensemble;

/**
 * Probabilities of classes as the weighted mean of those of the models. A model's weight follows
 * its log-loss, as in a Bayesian mixture of models of which any may take over from any other at
 * every step (Herbster and Warmuth 1998, with the log-loss and rate 1).
 *
 * @param models whose log-probabilities are combined
 * @param classes of each
 * @param share probability that another model is the best one at the next event, in [0, 1)
 */
public record ClassHedge(int models, int classes, double share) implements Combiner {

  /** What a class that came although it was held impossible costs: -log(0.0001). */
  static final double MOST_LOSS = 9.21034037197618;

  public ClassHedge {
    Combiner.check(models, classes, 2);
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("hedge.share is " + share + ": must be 0 to below 1");
    }
  }

  @Override
  public int outputs() {
    return classes;
  }

  @Override
  public int stateSize() {
    return models;
  }

  @Override
  public void combine(double[] answers, double[] state, int offset, double[] combined) {
    for (int k = 0; k < classes; k++) {
      combined[k] = 0;
    }
    double total = FixedShare.total(state, offset, models);
    for (int i = 0; i < models; i++) {
      double weight = FixedShare.weight(state, offset, i, total);
      for (int k = 0; k < classes && weight > 0; k++) {
        combined[k] += weight * StrictMath.exp(answers[i * classes + k]);
      }
    }
    for (int k = 0; k < classes; k++) {
      combined[k] = StrictMath.log(combined[k]);
    }
  }

  @Override
  public void learn(double[] answers, double[] outcome, double[] state, int offset) {
    if (truth(outcome, classes) < 0) {
      return;
    }
    for (int i = 0; i < models; i++) {
      if (state[offset + i] > Double.NEGATIVE_INFINITY) {
        state[offset + i] -= logLoss(answers, i, outcome, classes);
      }
    }
    FixedShare.share(state, offset, models, share);
  }

  /** The log-loss of a model, at most {@link #MOST_LOSS}; NaN: unknown. */
  static double logLoss(double[] answers, int model, double[] outcome, int classes) {
    int truth = truth(outcome, classes);
    return truth < 0 ? Double.NaN : Math.min(-answers[model * classes + truth], MOST_LOSS);
  }

  @Override
  public double loss(double[] answers, int model, double[] outcome) {
    return logLoss(answers, model, outcome, classes);
  }

  /** The class with the largest outcome; -1: unknown. */
  static int truth(double[] outcome, int classes) {
    int truth = 0;
    for (int k = 0; k < classes; k++) {
      if (Double.isNaN(outcome[k])) {
        return -1;
      }
      truth = outcome[k] > outcome[truth] ? k : truth;
    }
    return truth;
  }

  @Override
  public void drop(int model, double[] state, int offset) {
    FixedShare.drop(state, offset, models, model);
  }

  @Override
  public void weights(double[] state, int offset, double[] weights) {
    double total = FixedShare.total(state, offset, models);
    for (int i = 0; i < models; i++) {
      weights[i] = FixedShare.weight(state, offset, i, total);
    }
  }
}
