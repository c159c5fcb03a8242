package io.tidemill.ensemble;

/**
 * Forecasts as a regression on those of the models, with weights of each output's own that may be
 * negative and need not add up to 1: absolute errors are made small online by AdaGrad (Duchi, Hazan
 * and Singer 2011), from weights of 1 / models on.
 *
 * @param models whose forecasts are combined
 * @param outputs of each
 * @param rate length of the first steps, above 0
 */
public record ForecastStacking(int models, int outputs, double rate) implements Combiner {

  public ForecastStacking {
    Combiner.check(models, outputs, 1);
    if (!(rate > 0)) {
      throw new IllegalArgumentException("stacking.rate is " + rate + ": must be above 0");
    }
  }

  /**
   * Of each output the models' weights less 1 / models, NaN once dropped, and the sums of the
   * squares of their gradients.
   */
  @Override
  public int stateSize() {
    return outputs * 2 * models;
  }

  private int at(int offset, int output) {
    return offset + output * 2 * models;
  }

  @Override
  public void combine(double[] answers, double[] state, int offset, double[] combined) {
    for (int o = 0; o < outputs; o++) {
      combined[o] = combined(answers, o, state, at(offset, o));
    }
  }

  private double combined(double[] answers, int output, double[] state, int at) {
    double combined = 0;
    for (int i = 0; i < models; i++) {
      combined += weight(state, at, i) * (isLeft(state, at, i) ? answers[i * outputs + output] : 0);
    }
    return combined;
  }

  private static boolean isLeft(double[] state, int at, int model) {
    return !Double.isNaN(state[at + model]);
  }

  private double weight(double[] state, int at, int model) {
    return isLeft(state, at, model) ? state[at + model] + 1.0 / models : 0;
  }

  @Override
  public void learn(double[] answers, double[] outcome, double[] state, int offset) {
    for (int o = 0; o < outputs; o++) {
      if (!Double.isNaN(outcome[o])) {
        int at = at(offset, o);
        double sign = Math.signum(combined(answers, o, state, at) - outcome[o]);
        for (int i = 0; i < models; i++) {
          double slope = isLeft(state, at, i) ? sign * answers[i * outputs + o] : 0;
          if (slope != 0) {
            state[at + models + i] += slope * slope;
            state[at + i] -= rate * slope / Math.sqrt(state[at + models + i]);
          }
        }
      }
    }
  }

  @Override
  public double loss(double[] answers, int model, double[] outcome) {
    return ForecastHedge.meanError(answers, model, outcome);
  }

  @Override
  public void drop(int model, double[] state, int offset) {
    for (int o = 0; o < outputs; o++) {
      int at = at(offset, o);
      int left = 0;
      for (int i = 0; i < models; i++) {
        left += i != model && isLeft(state, at, i) ? 1 : 0;
      }
      if (left == 0) {
        throw new IllegalStateException("model " + model + " is the last that is left");
      }
      double part = weight(state, at, model) / left;
      for (int i = 0; i < models; i++) {
        state[at + i] += part; // NaN stays NaN
      }
      state[at + model] = Double.NaN;
    }
  }

  @Override
  public void weights(double[] state, int offset, double[] weights) {
    for (int i = 0; i < models; i++) {
      weights[i] = 0;
      for (int o = 0; o < outputs; o++) {
        weights[i] += weight(state, at(offset, o), i) / outputs;
      }
    }
  }
}
