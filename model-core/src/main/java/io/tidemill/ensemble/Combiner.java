package io.tidemill.ensemble;

import java.io.Serializable;

/**
 * Makes one answer of those of several models and learns from outcomes whom to believe. A record;
 * its state is a flat array of the caller's, zeros meaning that nothing was learned yet: then all
 * models count alike. Deterministic, and allocates nothing.
 *
 * <p>Answers of all models stand one after the other, [models, outputs]. Of classes they are
 * log-probabilities, of forecasts numbers in a unit that all models share.
 */
public sealed interface Combiner extends Serializable
    permits ClassHedge, ClassStacking, ForecastHedge, ForecastStacking {

  int models();

  /** Numbers in an answer. */
  int outputs();

  /** Doubles that are remembered. */
  int stateSize();

  /**
   * Combines answers of which none is missing but those of models that have been dropped.
   *
   * @param answers [models, outputs]
   * @param combined [outputs] receives the answer; of classes log-probabilities
   */
  void combine(double[] answers, double[] state, int offset, double[] combined);

  /**
   * Learns from what became of answers.
   *
   * @param answers [models, outputs]
   * @param outcome [outputs] of classes 1 for the true one and 0 for the others; NaN: unknown, and
   *     nothing is learned from it
   */
  void learn(double[] answers, double[] outcome, double[] state, int offset);

  /**
   * What a model's answer cost.
   *
   * @return log-loss of classes, mean absolute error of forecasts; NaN: unknown
   */
  double loss(double[] answers, int model, double[] outcome);

  /** Leaves a model out from now on; the others share what it counted for. */
  void drop(int model, double[] state, int offset);

  /**
   * How much each model counts.
   *
   * @param weights [models] receives them; of a model that was dropped 0
   */
  void weights(double[] state, int offset, double[] weights);

  /** Refuses what cannot be combined. */
  static void check(int models, int outputs, int least) {
    if (models < 1 || models > 64 || outputs < least) {
      throw new IllegalArgumentException(
          "a combination of %d models with %d outputs: want 1 to 64 models and at least %d outputs"
              .formatted(models, outputs, least));
    }
  }
}
