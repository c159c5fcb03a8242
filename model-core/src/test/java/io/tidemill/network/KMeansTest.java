package io.tidemill.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.loss.AbsoluteError;
import io.tidemill.loss.SquaredError;
import io.tidemill.math.Matrix;
import io.tidemill.optimizer.Adam;
import io.tidemill.serve.Predictor;
import io.tidemill.train.SequenceBatch;
import io.tidemill.train.Trainer;
import io.tidemill.train.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Online k-means against a plain one, in lists and double precision. */
class KMeansTest {
  private static final int ROWS = 8;
  private static final KMeans MODEL = new KMeans(2, 3);
  private static final double[][] MIDDLES = {{-3, 0}, {3, 1}, {0, 4}};

  /** MacQueen's, one row after another. */
  private static final class Reference {
    final List<double[]> centres = new ArrayList<>();
    final List<Double> counts = new ArrayList<>();

    void add(double[] row, double weight) {
      int nearest = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int k = 0; k < centres.size(); k++) {
        double distance =
            Math.pow(row[0] - centres.get(k)[0], 2) + Math.pow(row[1] - centres.get(k)[1], 2);
        if (distance < least) {
          least = distance;
          nearest = k;
        }
      }
      if (centres.size() < 3 && least > 0) {
        centres.add(row.clone());
        counts.add(weight);
        return;
      }
      counts.set(nearest, counts.get(nearest) + weight);
      for (int i = 0; i < 2; i++) {
        centres.get(nearest)[i] +=
            weight / counts.get(nearest) * (row[i] - centres.get(nearest)[i]);
      }
    }
  }

  @Test
  void centresAreTheReferences() {
    Reference reference = new Reference();
    Trainer trainer = trainer();
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      trainer.learn(batch(random, reference));
    }
    float[] parameters = trainer.weights().data();
    for (int k = 0; k < 3; k++) {
      double[] centre = reference.centres.get(k);
      assertThat((double) parameters[2 * k]).isCloseTo(centre[0], within(1e-4));
      assertThat((double) parameters[2 * k + 1]).isCloseTo(centre[1], within(1e-4));
      assertThat((double) parameters[6 + k]).isEqualTo(reference.counts.get(k));
    }
    assertThat(trainer.steps()).isEqualTo(50);
  }

  @Test
  void rowsAreToldByTheNearestCentre() {
    Trainer trainer = trainer();
    Random random = new Random(2);
    double first = trainer.learn(batch(random, new Reference()));
    double last = 0;
    for (int i = 0; i < 50; i++) {
      last = trainer.learn(batch(random, new Reference()));
    }
    assertThat(last).isLessThan(0.1 * first);
    Predictor predictor = new Predictor(MODEL.served(), 3);
    predictor.load(MODEL.served(trainer.weights()));
    Matrix x = new Matrix(3, 2);
    for (int row = 0; row < 3; row++) {
      x.data()[2 * row] = (float) MIDDLES[row][0];
      x.data()[2 * row + 1] = (float) MIDDLES[row][1];
    }
    Matrix y = new Matrix(3, 3);
    predictor.step(x, new Matrix(3, 0), y);
    assertThat(List.of(nearest(y, 0), nearest(y, 1), nearest(y, 2))).doesNotHaveDuplicates();
  }

  private static int nearest(Matrix y, int row) {
    int nearest = 0;
    for (int k = 1; k < 3; k++) {
      if (y.data()[y.offset(row) + k] < y.data()[y.offset(row) + nearest]) {
        nearest = k;
      }
    }
    return nearest;
  }

  @Test
  void beforeRowsDifferTheFirstCentreIsTheNearest() {
    Trainer trainer = trainer();
    SequenceBatch batch = SequenceBatch.of(ROWS, 1, MODEL, new SquaredError());
    for (int row = 0; row < 5; row++) {
      batch.add();
      batch.x(0).data()[2 * row] = row < 4 ? 7 : Float.NaN;
      batch.weight(0).data()[row] = 1;
    }
    assertThat(trainer.learn(batch)).isNaN();
    assertThat(trainer.weights().data()).containsExactly(7, 0, 7, 0, 7, 0, 4, 0, 0);
    assertThat(trainer.weights().isFinite()).isTrue();
  }

  @Test
  void learnsByNoOtherLoss() {
    assertThatThrownBy(() -> MODEL.objective(new AbsoluteError(), 1, 1))
        .hasMessageContaining("learns by squared error alone");
  }

  private static Trainer trainer() {
    return new Trainer(MODEL, new SquaredError(), new Training(new Adam(0.1)), 1, ROWS, 1);
  }

  /** Rows around the middles; the reference sees them too. */
  private static SequenceBatch batch(Random random, Reference reference) {
    SequenceBatch batch = SequenceBatch.of(ROWS, 1, MODEL, new SquaredError());
    for (int row = 0; row < ROWS; row++) {
      batch.add();
      double[] middle = MIDDLES[random.nextInt(3)];
      double[] values = new double[2];
      for (int i = 0; i < 2; i++) {
        float value = (float) (middle[i] + 0.3 * random.nextGaussian());
        batch.x(0).data()[2 * row + i] = value;
        values[i] = value;
      }
      float weight = random.nextInt(3);
      batch.weight(0).data()[row] = weight;
      if (weight > 0) {
        reference.add(values, weight);
      }
    }
    return batch;
  }
}
