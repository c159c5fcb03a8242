package io.tidemill.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.evaluation.classification.ROC;
import org.nd4j.linalg.factory.Nd4j;

class RankingTest {
  private final Ranking ranking = new Ranking();

  /** The example of scikit-learn's roc_auc_score and average_precision_score. */
  @Test
  void areasAreThoseOfAKnownExample() {
    add(new double[] {0.1, 0.4, 0.35, 0.8}, 0, 0, 1, 1);
    assertThat(ranking.rocAuc()).isCloseTo(0.75, within(1e-12));
    assertThat(ranking.prAuc()).isCloseTo(0.5 * 1 + 0.5 * 2 / 3, within(1e-12));
  }

  /** Of 3 positives and 3 negatives, 9 pairs: 5 in order, 3 tied, 1 not. */
  @Test
  void tiesCountHalfInWhateverOrderTheyCome() {
    double[] scores = {-1, 2, 2, 2, -0.0, 0};
    add(scores, 0, 1, 0, 1, 1, 0);
    assertThat(ranking.rocAuc()).isCloseTo((2 + 2 + 2 * 0.5 + 1 + 0.5) / 9, within(1e-12));
    double average = (2 * 2 / 3.0 + 1 * 3 / 5.0) / 3;
    assertThat(ranking.prAuc()).isCloseTo(average, within(1e-12));
    Ranking turned = new Ranking();
    int[] positive = {0, 1, 0, 1, 1, 0};
    for (int i = 5; i >= 0; i--) {
      turned.add((float) scores[i], positive[i] == 1);
    }
    assertThat(turned.rocAuc()).isEqualTo(ranking.rocAuc());
    assertThat(turned.prAuc()).isEqualTo(ranking.prAuc());
  }

  @Test
  void theRocIsNd4jsWhereNoScoresAreEqual() {
    int n = 500;
    Random random = new Random(1);
    double[] labels = new double[n];
    double[] scores = new double[n];
    for (int i = 0; i < n; i++) {
      labels[i] = random.nextInt(4) == 0 ? 1 : 0;
      float score = (float) (1 / (1 + Math.exp(-labels[i] - random.nextGaussian())));
      scores[i] = score;
      ranking.add(score, labels[i] == 1);
    }
    ROC roc = new ROC(0);
    roc.eval(
        Nd4j.createFromArray(labels).reshape(n, 1), Nd4j.createFromArray(scores).reshape(n, 1));
    assertThat(ranking.rocAuc()).isCloseTo(roc.calculateAUC(), within(1e-6)).isBetween(0.7, 0.9);
    // ND4J's is of trapezes, which lie a little apart from the steps.
    assertThat(ranking.prAuc()).isCloseTo(roc.calculateAUCPR(), within(0.01));
  }

  @Test
  void ordersAllFloats() {
    float[] ascending = {
      Float.NEGATIVE_INFINITY,
      -1e30f,
      -1,
      -Float.MIN_VALUE,
      0,
      Float.MIN_VALUE,
      1,
      Float.POSITIVE_INFINITY
    };
    for (int i = 0; i < ascending.length; i++) {
      ranking.add(ascending[i], i >= 4);
    }
    assertThat(ranking.rocAuc()).isEqualTo(1);
    assertThat(ranking.prAuc()).isEqualTo(1);
  }

  @Test
  void hasNoAreaWithoutBothKinds() {
    assertThat(ranking.rocAuc()).isNaN();
    assertThat(ranking.prAuc()).isNaN();
    ranking.add(1, true);
    assertThat(ranking.rocAuc()).isNaN();
    assertThat(ranking.prAuc()).isEqualTo(1);
    assertThatThrownBy(() -> ranking.add(Float.NaN, true)).hasMessageContaining("NaN");
  }

  private void add(double[] scores, int... positive) {
    for (int i = 0; i < scores.length; i++) {
      ranking.add((float) scores[i], positive[i] == 1);
    }
  }
}
