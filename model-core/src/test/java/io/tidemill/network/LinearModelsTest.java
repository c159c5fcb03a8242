package io.tidemill.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.loss.BinaryCrossEntropy;
import io.tidemill.loss.SparseCrossEntropy;
import io.tidemill.optimizer.Ftrl;
import io.tidemill.train.SequenceBatch;
import io.tidemill.train.Trainer;
import io.tidemill.train.Training;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Linear and logistic regression, each as it learns by default. */
class LinearModelsTest {
  private static final int ROWS = 20;

  @Test
  void findsTheWeightsOfASum() {
    LinearRegression model = new LinearRegression(3, 1);
    float[] weights = learned(model, Training.of(model), 3, row -> 2 * row[0] - row[1] + 0.5);
    assertThat((double) weights[0]).isCloseTo(2, within(0.02));
    assertThat((double) weights[1]).isCloseTo(-1, within(0.02));
    assertThat((double) weights[2]).isCloseTo(0, within(0.02));
    assertThat((double) weights[3]).isCloseTo(0.5, within(0.02));
  }

  /** The log-odds of a yes are the sum that decided it. */
  @Test
  void findsTheLogOddsOfAYes() {
    LogisticRegression model = new LogisticRegression(2, 1);
    assertThat(model.defaultLoss()).isEqualTo(new BinaryCrossEntropy());
    float[] weights =
        learned(model, Training.of(model), 2, row -> 1 / (1 + Math.exp(row[1] - 2 * row[0])));
    assertThat((double) weights[0]).isCloseTo(2, within(0.1));
    assertThat((double) weights[1]).isCloseTo(-1, within(0.1));
  }

  @Test
  void ofManyClassesEachHasItsLogit() {
    LogisticRegression model = new LogisticRegression(2, 3);
    assertThat(model.defaultLoss()).isEqualTo(new SparseCrossEntropy());
    float[] weights =
        learned(model, Training.of(model), 2, row -> row[0] > 0.5 ? 2 : row[0] < -0.5 ? 0 : 1);
    assertThat(weights[2]).as("grows with the first input").isGreaterThan(weights[1] + 0.5f);
    assertThat(weights[0]).isLessThan(weights[1] - 0.5f);
  }

  /** What FTRL is for: a feature that tells nothing has a weight of 0, not of nearly 0. */
  @Test
  void whatTellsNothingHasNoWeight() {
    LogisticRegression model = new LogisticRegression(4, 1);
    Training sparse = new Training(new Ftrl(0.1, 1, 2, 0));
    float[] weights = learned(model, sparse, 4, row -> row[0] > 0 ? 1 : 0);
    assertThat(weights[0]).isGreaterThan(1);
    assertThat(weights).endsWith(0, 0, 0, 0);
  }

  private interface Truth {
    double of(float[] row);
  }

  private static float[] learned(Model model, Training training, int inputs, Truth truth) {
    Trainer trainer = new Trainer(model, model.defaultLoss(), training, 1, ROWS, 1);
    SequenceBatch batch = SequenceBatch.of(ROWS, 1, model, model.defaultLoss());
    Random random = new Random(2);
    for (int step = 0; step < 3000; step++) {
      batch.clear();
      while (batch.rows() < ROWS) {
        int row = batch.add();
        float[] x = new float[inputs];
        for (int i = 0; i < inputs; i++) {
          x[i] = (float) random.nextGaussian();
        }
        System.arraycopy(x, 0, batch.x(0).data(), row * inputs, inputs);
        batch.target(0).data()[row] = (float) truth.of(x);
        batch.weight(0).data()[row] = 1;
      }
      trainer.learn(batch);
    }
    return trainer.weights().data();
  }
}
