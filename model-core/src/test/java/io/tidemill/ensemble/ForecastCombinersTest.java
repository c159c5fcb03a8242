package io.tidemill.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Numbers beside closed forms. */
class ForecastCombinersTest {
  private static final double CLOSE = 1e-12;

  /** Without sharing weights are exp(-rate * errors in units of the mean error so far). */
  @Test
  void aHedgeWeighsModelsByTheirErrors() {
    ForecastHedge hedge = new ForecastHedge(2, 1, 0.5, 0);
    double[] state = new double[hedge.stateSize()];
    double[] weights = new double[2];
    hedge.learn(new double[] {1, 4}, new double[] {2}, state, 0); // errors 1 and 2, mean 1.5
    hedge.learn(new double[] {7, 5}, new double[] {5}, state, 0); // 2 and 0, mean 1; so far 1.25
    hedge.weights(state, 0, weights);
    double first = Math.exp(-0.5 * (1 / 1.5 + 2 / 1.25));
    double second = Math.exp(-0.5 * (2 / 1.5));
    assertThat(weights[0]).isCloseTo(first / (first + second), within(CLOSE));

    double[] combined = new double[1];
    hedge.combine(new double[] {10, 20}, state, 0, combined);
    assertThat(combined[0]).isCloseTo(20 - 10 * weights[0], within(CLOSE));
  }

  @Test
  void everyOutputHasWeightsOfItsOwn() {
    ForecastHedge hedge = new ForecastHedge(2, 2, 1, 0.01);
    double[] state = new double[hedge.stateSize()];
    for (int t = 0; t < 50; t++) {
      hedge.learn(new double[] {1, 5, 3, 2}, new double[] {1, 2}, state, 0);
    }
    double[] combined = new double[2];
    hedge.combine(new double[] {0, 0, 100, 100}, state, 0, combined);
    assertThat(combined[0]).isLessThan(2);
    assertThat(combined[1]).isGreaterThan(98);
  }

  /** By hand: AdaGrad's first step is as long as the rate, its second by the root of both. */
  @Test
  void stackingIsAdaGradOnTheAbsoluteError() {
    ForecastStacking stacking = new ForecastStacking(2, 1, 0.1);
    double[] state = new double[stacking.stateSize()];
    double[] weights = new double[2];
    stacking.learn(new double[] {2, -4}, new double[] {3}, state, 0); // says -1: too little
    stacking.weights(state, 0, weights);
    assertThat(weights).containsExactly(new double[] {0.6, 0.4}, within(CLOSE));
    stacking.learn(new double[] {1, 3}, new double[] {-5}, state, 0); // says 1.8: too much
    stacking.weights(state, 0, weights);
    assertThat(weights)
        .containsExactly(new double[] {0.6 - 0.1 / Math.sqrt(5), 0.4 - 0.1 * 3 / 5}, within(CLOSE));
  }

  /** The median of what is left when one model is the truth less twice another. */
  @Test
  void stackingFindsWeightsThatAMeanCannotHave() {
    ForecastStacking stacking = new ForecastStacking(2, 1, 0.1);
    double[] state = new double[stacking.stateSize()];
    SplittableRandom random = new SplittableRandom(1);
    for (int t = 0; t < 20_000; t++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      double noise = 0.1 * random.nextGaussian();
      stacking.learn(new double[] {a, b}, new double[] {1.5 * a - 0.5 * b + noise}, state, 0);
    }
    double[] weights = new double[2];
    stacking.weights(state, 0, weights);
    assertThat(weights).containsExactly(new double[] {1.5, -0.5}, within(0.02));
  }
}
