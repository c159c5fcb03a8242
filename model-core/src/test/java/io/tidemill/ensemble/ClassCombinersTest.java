package io.tidemill.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Numbers beside closed forms and plain references. */
class ClassCombinersTest {
  private static final double CLOSE = 1e-10;

  private static double[] logs(double... probabilities) {
    double[] logs = new double[probabilities.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = Math.log(probabilities[i]);
    }
    return logs;
  }

  /** Without sharing it is Bayes' rule: weights are the products of what was said of the truth. */
  @Test
  void aHedgeThatSharesNothingIsTheBayesianMixture() {
    ClassHedge hedge = new ClassHedge(2, 2, 0);
    double[] state = new double[hedge.stateSize()];
    double[] answers = logs(0.9, 0.1, 0.4, 0.6);
    hedge.learn(answers, new double[] {1, 0}, state, 0);
    hedge.learn(answers, new double[] {1, 0}, state, 0);
    hedge.learn(answers, new double[] {0, 1}, state, 0);
    double first = 0.9 * 0.9 * 0.1;
    double second = 0.4 * 0.4 * 0.6;
    double[] weights = new double[2];
    hedge.weights(state, 0, weights);
    assertThat(weights[0]).isCloseTo(first / (first + second), within(CLOSE));

    double[] combined = new double[2];
    hedge.combine(answers, state, 0, combined);
    assertThat(Math.exp(combined[0]))
        .isCloseTo((first * 0.9 + second * 0.4) / (first + second), within(CLOSE));
  }

  /**
   * Herbster and Warmuth 1998, theorem 5.1 for the log-loss: over all sequences of experts, the
   * mixture weighs each by its probability as a Markov chain that changes with the share.
   */
  @Test
  void aHedgeThatSharesIsTheMixtureOfAllSequencesOfModels() {
    int steps = 5;
    double share = 0.3;
    ClassHedge hedge = new ClassHedge(2, 2, share);
    double[] state = new double[hedge.stateSize()];
    SplittableRandom random = new SplittableRandom(1);
    double[][] said = new double[steps][4];
    int[] truths = new int[steps];
    double mixture = 1;
    double[] combined = new double[2];
    for (int t = 0; t < steps; t++) {
      double a = random.nextDouble(0.1, 0.9);
      double b = random.nextDouble(0.1, 0.9);
      said[t] = new double[] {a, 1 - a, b, 1 - b};
      truths[t] = random.nextInt(2);
      hedge.combine(logs(said[t]), state, 0, combined);
      mixture *= Math.exp(combined[truths[t]]);
      double[] outcome = {1 - truths[t], truths[t]};
      hedge.learn(logs(said[t]), outcome, state, 0);
    }
    double expected = 0;
    for (int path = 0; path < 1 << steps; path++) {
      double probability = 0.5;
      for (int t = 0; t < steps; t++) {
        int model = (path >> t) & 1;
        if (t > 0) {
          boolean stays = model == ((path >> (t - 1)) & 1);
          probability *= stays ? 1 - share / 2 : share / 2;
        }
        probability *= said[t][2 * model + truths[t]];
      }
      expected += probability;
    }
    assertThat(mixture).isCloseTo(expected, within(CLOSE));
  }

  /** The same in the plainest way: centred matrices, three softmax regressions, Bayes over them. */
  @Test
  void stackingIsAHedgeOverRegressionsOfThreeRates() {
    int models = 3;
    int classes = 3;
    double share = 0.02;
    double[] rates = {0.002, 0.01, 0.03};
    double[][] w = new double[3][models];
    double[][] b = new double[3][classes];
    double[] u = {1 / 3.0, 1 / 3.0, 1 / 3.0};
    for (double[] row : w) {
      Arrays.fill(row, 1.0 / models);
    }
    ClassStacking stacking = new ClassStacking(models, classes, share);
    double[] state = new double[stacking.stateSize()];
    SplittableRandom random = new SplittableRandom(2);
    double[] combined = new double[classes];
    for (int t = 0; t < 200; t++) {
      double[] p = new double[models * classes];
      for (int i = 0; i < models; i++) {
        double sum = 0;
        for (int k = 0; k < classes; k++) {
          p[i * classes + k] = random.nextDouble(0.05, 1);
          sum += p[i * classes + k];
        }
        for (int k = 0; k < classes; k++) {
          p[i * classes + k] /= sum;
        }
      }
      int truth = p[1] > 0.4 ? 1 : random.nextInt(classes);
      double[] expected = new double[classes];
      double total = 0;
      for (int e = 0; e < 3; e++) {
        double[] q = softmax(logs(p), w[e], b[e]);
        for (int k = 0; k < classes; k++) {
          expected[k] += u[e] * q[k];
        }
        u[e] *= q[truth];
        total += u[e];
        q[truth] -= 1;
        for (int i = 0; i < models; i++) {
          for (int k = 0; k < classes; k++) {
            w[e][i] -= rates[e] * q[k] * Math.log(p[i * classes + k]);
          }
        }
        for (int k = 0; k < classes; k++) {
          b[e][k] -= 3 * rates[e] * q[k];
        }
      }
      // u is shared only now: all regressions have answered by the weights before
      for (int e = 0; e < 3; e++) {
        u[e] = (1 - share) * u[e] / total + share / 3;
      }
      stacking.combine(logs(p), state, 0, combined);
      for (int k = 0; k < classes; k++) {
        assertThat(Math.exp(combined[k])).isCloseTo(expected[k], within(CLOSE));
      }
      double[] outcome = new double[classes];
      outcome[truth] = 1;
      stacking.learn(logs(p), outcome, state, 0);
    }
    double[] weights = new double[models];
    stacking.weights(state, 0, weights);
    assertThat(weights[0])
        .isCloseTo(u[0] * w[0][0] + u[1] * w[1][0] + u[2] * w[2][0], within(CLOSE));
    assertThat(weights[0]).isGreaterThan(weights[1]);
  }

  private static double[] softmax(double[] logs, double[] w, double[] b) {
    double[] q = new double[b.length];
    double sum = 0;
    for (int k = 0; k < q.length; k++) {
      double logit = b[k];
      for (int i = 0; i < w.length; i++) {
        logit += w[i] * logs[i * b.length + k];
      }
      q[k] = Math.exp(logit);
      sum += q[k];
    }
    for (int k = 0; k < q.length; k++) {
      q[k] /= sum;
    }
    return q;
  }

  /** A model that is sure of everything but calibrated by half is taken at its word by half. */
  @Test
  void stackingCorrectsOverconfidence() {
    ClassStacking stacking = new ClassStacking(1, 2, 0.002);
    double[] state = new double[stacking.stateSize()];
    SplittableRandom random = new SplittableRandom(3);
    for (int t = 0; t < 20_000; t++) {
      double logit = 2 * random.nextGaussian();
      double truth = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
      double said = 1 / (1 + Math.exp(-2 * logit));
      stacking.learn(logs(1 - said, said), new double[] {1 - truth, truth}, state, 0);
    }
    double[] weights = new double[1];
    stacking.weights(state, 0, weights);
    assertThat(weights[0]).isCloseTo(0.5, within(0.08));
  }
}
