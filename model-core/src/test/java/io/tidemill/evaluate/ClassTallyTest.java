package io.tidemill.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassTallyTest {
  private static final int EXAMPLES = 3000;

  /** Answers that are right more often than not, of classes of which the last never comes. */
  private static float[] probabilities(int classes, int actual, Random random) {
    float[] p = new float[classes];
    float sum = 0;
    for (int k = 0; k < classes; k++) {
      p[k] = (float) Math.exp(3 * random.nextGaussian() + (k == actual ? 4 : 0));
      sum += p[k];
    }
    for (int k = 0; k < classes; k++) {
      p[k] /= sum;
    }
    return p;
  }

  private static double[] wide(float[] p) {
    double[] wide = new double[p.length];
    for (int k = 0; k < p.length; k++) {
      wide[k] = p[k];
    }
    return wide;
  }

  /** ND4J counts the one, other classes of this package the rest. */
  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void everyFigureIsThatOfAnotherCount(int classes) {
    ClassTally tally = new ClassTally(classes);
    double[] state = new double[3 + tally.stateSize()];
    Classification counted = new Classification(classes);
    Calibration calibration = new Calibration(15);
    Ranking ranking = new Ranking();
    Random random = new Random(11);
    int unchanged = 0;
    int commonest = 0;
    int last = -1;
    for (int i = 0; i < EXAMPLES; i++) {
      int actual = random.nextInt(Math.max(2, classes - 1));
      float[] p = probabilities(classes, actual, random);
      tally.add(wide(p), actual, last, 1, 1, state, 3);
      counted.add(p, 0, actual);
      int predicted = ClassTally.likeliest(wide(p));
      calibration.add(Math.min(p[predicted], 1), predicted == actual);
      ranking.add(p[1], actual == 1);
      unchanged += last == actual ? 1 : 0;
      commonest += actual == 1 ? 1 : 0;
      last = actual;
    }

    Map<String, Double> figures = tally.figures(state, 3);
    assertThat(tally.count(state, 3)).isEqualTo(EXAMPLES);
    assertThat(figures.get("accuracy")).isEqualTo(counted.accuracy()).isBetween(0.6, 0.95);
    assertThat(figures.get("accuracyNoChange")).isEqualTo((double) unchanged / EXAMPLES);
    assertThat(figures.get("accuracyMajority")).isEqualTo((double) commonest / EXAMPLES);
    double chance = Kappa.byChance(counted.confusion());
    assertThat(figures.get("kappa"))
        .isCloseTo((counted.accuracy() - chance) / (1 - chance), within(1e-12));
    double naive = (double) unchanged / EXAMPLES;
    assertThat(figures.get("kappaTemporal"))
        .isCloseTo((counted.accuracy() - naive) / (1 - naive), within(1e-12));
    assertThat(figures.get("logLoss")).isCloseTo(counted.logLoss(), within(1e-12));
    assertThat(figures.get("precision")).isCloseTo(counted.precision(), within(1e-12));
    assertThat(figures.get("recall")).isCloseTo(counted.recall(), within(1e-12));
    assertThat(figures.get("f1")).isCloseTo(counted.f1(), within(1e-12));
    assertThat(figures.get("calibrationError"))
        .isCloseTo(calibration.expectedError(), within(1e-12));
    if (classes == 2) {
      assertThat(figures.get("auc")).isCloseTo(ranking.rocAuc(), within(0.001));
    }
    assertThat(figures.containsKey("auc")).isEqualTo(classes == 2);
    assertThat(state).startsWith(0, 0, 0);
  }

  @Test
  void theCurveIsExactWhereNoScoresOfOneBinDiffer() {
    ClassTally tally = new ClassTally(2);
    double[] state = new double[tally.stateSize()];
    Ranking ranking = new Ranking();
    float[] scores = {0, 0.001f, 0.001f, 0.3f, 0.5f, 0.5f, 0.9f, 0.999999f, 1};
    boolean[] positive = {false, false, true, false, true, false, true, false, true};
    for (int i = 0; i < scores.length; i++) {
      tally.add(new double[] {1 - scores[i], scores[i]}, positive[i] ? 1 : 0, 0, 0, 1, state, 0);
      ranking.add(scores[i], positive[i]);
    }
    assertThat(tally.figures(state, 0).get("auc")).isCloseTo(ranking.rocAuc(), within(1e-15));
  }

  @Test
  void anExampleOfWeightTwoCountsAsTwo() {
    ClassTally tally = new ClassTally(3);
    double[] weighed = new double[tally.stateSize()];
    double[] repeated = new double[tally.stateSize()];
    Random random = new Random(3);
    for (int i = 0; i < 100; i++) {
      int actual = random.nextInt(3);
      double[] p = wide(probabilities(3, actual, random));
      tally.add(p, actual, i % 3, 0, 2, weighed, 0);
      tally.add(p, actual, i % 3, 0, 1, repeated, 0);
      tally.add(p, actual, i % 3, 0, 1, repeated, 0);
    }
    tally
        .figures(weighed, 0)
        .forEach(
            (name, value) ->
                assertThat(value)
                    .as(name)
                    .isCloseTo(tally.figures(repeated, 0).get(name), within(1e-12)));
  }

  @Test
  void nothingCountedIsNotToBeTold() {
    ClassTally tally = new ClassTally(2);
    assertThat(tally.figures(new double[tally.stateSize()], 0).values()).containsOnly(Double.NaN);
    assertThatThrownBy(() -> new ClassTally(1)).hasMessageContaining("1 classes");
  }
}
