package io.tidemill.ensemble;

import java.util.Arrays;

/**
 * Forecasts as the weighted mean of those of the models, with weights of each output's own. A
 * weight follows the model's absolute error, in units of the models' mean error of late, by
 * exponential weights with a fixed share (Herbster and Warmuth 1998).
 *
 * @param models whose forecasts are combined
 * @param outputs of each
 * @param rate how fast weights follow errors, above 0
 * @param share of all weight that is spread evenly at every outcome, in [0, 1)
 */
public record ForecastHedge(int models, int outputs, double rate, double share)
    implements Combiner {

  /** Outcomes over which the mean error fades. */
  private static final double WINDOW = 10_000;

  private static final int COUNT = 0;
  private static final int ERROR = 1;
  private static final int WEIGHTS = 2;

  public ForecastHedge {
    Combiner.check(models, outputs, 1);
    if (!(rate > 0 && share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "hedge has rate %s and share %s: must be above 0, and 0 to below 1"
              .formatted(rate, share));
    }
  }

  /** Of each output: outcomes, mean error, the logarithms of the models' weights. */
  @Override
  public int stateSize() {
    return outputs * (WEIGHTS + models);
  }

  private int at(int offset, int output) {
    return offset + output * (WEIGHTS + models);
  }

  @Override
  public void combine(double[] answers, double[] state, int offset, double[] combined) {
    for (int o = 0; o < outputs; o++) {
      int weights = at(offset, o) + WEIGHTS;
      double total = FixedShare.total(state, weights, models);
      combined[o] = 0;
      for (int i = 0; i < models; i++) {
        double weight = FixedShare.weight(state, weights, i, total);
        combined[o] += weight > 0 ? weight * answers[i * outputs + o] : 0;
      }
    }
  }

  @Override
  public void learn(double[] answers, double[] outcome, double[] state, int offset) {
    for (int o = 0; o < outputs; o++) {
      if (!Double.isNaN(outcome[o])) {
        learn(answers, o, outcome[o], state, at(offset, o));
      }
    }
  }

  private void learn(double[] answers, int output, double outcome, double[] state, int at) {
    int weights = at + WEIGHTS;
    double sum = 0;
    int left = 0;
    for (int i = 0; i < models; i++) {
      if (state[weights + i] > Double.NEGATIVE_INFINITY) {
        sum += Math.abs(answers[i * outputs + output] - outcome);
        left++;
      }
    }
    state[at + COUNT] = Math.min(state[at + COUNT] + 1, WINDOW);
    state[at + ERROR] += (sum / left - state[at + ERROR]) / state[at + COUNT];
    if (state[at + ERROR] == 0) {
      return; // all have been right so far
    }
    for (int i = 0; i < models; i++) {
      if (state[weights + i] > Double.NEGATIVE_INFINITY) {
        double error = Math.abs(answers[i * outputs + output] - outcome);
        state[weights + i] -= rate * error / state[at + ERROR];
      }
    }
    FixedShare.share(state, weights, models, share);
  }

  @Override
  public double loss(double[] answers, int model, double[] outcome) {
    return meanError(answers, model, outcome);
  }

  /** The mean absolute error of a model over the outputs that are known; NaN: none is. */
  static double meanError(double[] answers, int model, double[] outcome) {
    double sum = 0;
    int known = 0;
    for (int o = 0; o < outcome.length; o++) {
      if (!Double.isNaN(outcome[o])) {
        sum += Math.abs(answers[model * outcome.length + o] - outcome[o]);
        known++;
      }
    }
    return sum / known;
  }

  @Override
  public void drop(int model, double[] state, int offset) {
    for (int o = 0; o < outputs; o++) {
      FixedShare.drop(state, at(offset, o) + WEIGHTS, models, model);
    }
  }

  @Override
  public void weights(double[] state, int offset, double[] weights) {
    Arrays.fill(weights, 0);
    for (int o = 0; o < outputs; o++) {
      int at = at(offset, o) + WEIGHTS;
      double total = FixedShare.total(state, at, models);
      for (int i = 0; i < models; i++) {
        weights[i] += FixedShare.weight(state, at, i, total) / outputs;
      }
    }
  }
}
