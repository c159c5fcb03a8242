package io.tidemill.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.layer.Dense;
import io.tidemill.layer.Gru;
import io.tidemill.layer.Lstm;
import io.tidemill.loss.Loss;
import io.tidemill.loss.SparseCrossEntropy;
import io.tidemill.loss.SquaredError;
import io.tidemill.network.Initializer;
import io.tidemill.network.Network;
import io.tidemill.network.Objective;
import io.tidemill.network.Parameters;
import io.tidemill.optimizer.Adam;
import io.tidemill.optimizer.Ftrl;
import io.tidemill.optimizer.L1;
import io.tidemill.optimizer.L2;
import io.tidemill.optimizer.Sgd;
import io.tidemill.schedule.Constant;
import io.tidemill.schedule.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrainerTest {
  static final int ROWS = 16;
  static final int STEPS = 8;
  static final Initializer LAYER_DEFAULT = new Initializer.LayerDefault();
  static final Network NETWORK = Network.of(new Gru(1, 16), new Dense(16, 1));

  /** The sum of the last two inputs cannot be told from the newest one alone. */
  @Test
  void learnsAFunctionThatNeedsMemory() {
    Trainer trainer = trainer(0.01, 1, 0.95);
    Random random = new Random(1);
    double first = trainer.learn(batch(random));
    for (int i = 0; i < 400; i++) {
      trainer.learn(batch(random));
    }
    SequenceBatch fresh = batch(random);
    double withoutMemory = 1.0 / 3;
    assertThat(first).isGreaterThan(withoutMemory);
    assertThat(trainer.loss(trainer.weights(), fresh)).isLessThan(0.03 * withoutMemory);
    assertThat(trainer.loss(trainer.averaged(), fresh)).isLessThan(0.03 * withoutMemory);
    assertThat(trainer.steps()).isEqualTo(401);
  }

  @Test
  void aGradientIsClippedAndThenRegularised() {
    Training training =
        new Training(
            new Sgd(1),
            new Constant(),
            List.of(new L1(0.5), new L2(0)),
            0,
            1e-3,
            0,
            new Initializer.Normal(1));
    Trainer trainer = new Trainer(NETWORK, new SquaredError(), training, 1, ROWS, STEPS);
    float[] before = trainer.weights().data().clone();
    trainer.learn(batch(new Random(6)));
    float[] after = trainer.weights().data();
    int matrices = NETWORK.layers().get(0).parameters().offset("b");
    double largest = 0;
    for (int i = 0; i < before.length; i++) {
      double pull = i < matrices ? 0.5 * Math.signum(before[i]) : 0;
      largest = Math.max(largest, Math.abs(before[i] - after[i] - pull));
    }
    assertThat(largest).isCloseTo(1e-3, within(1e-6));
  }

  @Test
  void anOptimiserThatIsResetGoesOnAsANewOneFromTheSameWeights() {
    Trainer trainer = trainer(0.01, 1, 0.9);
    Random random = new Random(1);
    for (int i = 0; i < 20; i++) {
      trainer.learn(batch(random));
    }
    Trainer other = trainer(0.01, 1, 0.9);
    other.begin(trainer.weights());
    trainer.begin(trainer.weights());
    trainer.resetOptimizer();
    Random one = new Random(2);
    Random same = new Random(2);
    for (int i = 0; i < 3; i++) {
      trainer.learn(batch(one));
      other.learn(batch(same));
    }
    assertThat(trainer.weights().data()).isEqualTo(other.weights().data());
    assertThat(trainer.averaged().data()).isEqualTo(other.averaged().data());
    assertThat(trainer.steps()).isEqualTo(23);
  }

  @Test
  void aStepOfTwiceTheLengthGoesTwiceAsFar() {
    float[] before = trainer(0.01, 1, 0).weights().data().clone();
    Trainer once = trainer(0.01, 1, 0);
    Trainer twice = trainer(0.01, 1, 0);
    once.learn(batch(new Random(1)));
    twice.learn(batch(new Random(1)), 2);
    for (int i = 0; i < before.length; i++) {
      float step = once.weights().data()[i] - before[i];
      assertThat(twice.weights().data()[i] - before[i]).isCloseTo(2 * step, within(1e-6f));
    }
  }

  @Test
  void whatFallsByItselfTakesNoSchedule() {
    assertThatThrownBy(
            () -> new Training(new Ftrl(0.1), new Step(5, 0.5), List.of(), 0, 0, 0, LAYER_DEFAULT))
        .hasMessageContaining("leave the schedule constant");
  }

  @Test
  void theLossIsTheMeanOverWeightedElements() {
    Trainer trainer = trainer(0.01, 0, 0);
    Parameters zero = Parameters.zeros(NETWORK);
    SequenceBatch batch = new SequenceBatch(2, 2, 1, 1);
    batch.add();
    batch.add();
    set(batch, 0, 0, 3, 1);
    set(batch, 1, 0, 1, 3);
    set(batch, 1, 1, Float.NaN, 0);
    assertThat(trainer.loss(zero, batch)).isEqualTo((1 * 9 + 3 * 1) / 4.0);
  }

  /** Which of the last two inputs was larger, told by a number of a class. */
  @Test
  void learnsClasses() {
    Network network = Network.of(new Lstm(1, 12), new Dense(12, 2));
    Loss loss = new SparseCrossEntropy();
    Trainer trainer = new Trainer(network, loss, new Adam(0.02), 1, 0, 1, ROWS, STEPS);
    SequenceBatch batch = SequenceBatch.of(ROWS, STEPS, network, loss);
    Random random = new Random(4);
    double first = Double.NaN;
    double last = Double.NaN;
    for (int i = 0; i < 300; i++) {
      batch.clear();
      while (batch.rows() < ROWS) {
        int row = batch.add();
        for (int t = 0; t < STEPS; t++) {
          batch.x(t).data()[row] = (float) random.nextGaussian();
          batch.weight(t).data()[row] = t == 0 ? 0 : 1;
          boolean rises = t > 0 && batch.x(t).data()[row] > batch.x(t - 1).data()[row];
          batch.target(t).data()[row] = rises ? 1 : 0;
        }
      }
      last = trainer.learn(batch);
      first = i == 0 ? last : first;
    }
    assertThat(first).isCloseTo(Math.log(2), within(1e-6));
    assertThat(last).isLessThan(0.2);
  }

  @Test
  void maskedStepsAfterTheEndChangeNothing() {
    Trainer shorter = trainer(0.01, 0, 0);
    Trainer longer = trainer(0.01, 0, 0);
    SequenceBatch three = new SequenceBatch(1, 3, 1, 1);
    SequenceBatch eight = new SequenceBatch(1, 8, 1, 1);
    for (SequenceBatch batch : new SequenceBatch[] {three, eight}) {
      batch.add();
      for (int t = 0; t < 3; t++) {
        set(batch, t, 0, t, 1);
      }
    }
    assertThat(longer.learn(eight)).isEqualTo(shorter.learn(three));
    assertThat(longer.weights().data()).isEqualTo(shorter.weights().data());
  }

  @Test
  void gradientsOfPartsAddUpToThatOfTheWhole() {
    SequenceBatch whole = batch(new Random(3));
    float[] expected = gradient(whole, 0, ROWS, whole.totalWeight());
    float[] sum = new float[expected.length];
    for (int from = 0; from < ROWS; from += 4) {
      float[] part = gradient(whole, from, from + 4, whole.totalWeight());
      for (int i = 0; i < sum.length; i++) {
        sum[i] += part[i];
      }
    }
    for (int i = 0; i < sum.length; i++) {
      assertThat(sum[i]).isCloseTo(expected[i], within(1e-5f));
    }
  }

  private static float[] gradient(SequenceBatch batch, int from, int to, double total) {
    SequenceBatch part = new SequenceBatch(ROWS, STEPS, 1, 1);
    for (int row = from; row < to; row++) {
      int copy = part.add();
      for (int t = 0; t < STEPS; t++) {
        part.x(t).data()[copy] = batch.x(t).data()[row];
        part.target(t).data()[copy] = batch.target(t).data()[row];
        part.weight(t).data()[copy] = batch.weight(t).data()[row];
      }
    }
    Parameters weights = Parameters.initial(NETWORK, 1);
    float[] gradient = new float[weights.data().length];
    Objective objective = NETWORK.objective(new SquaredError(), ROWS, STEPS);
    objective.load(weights);
    objective.addGradient(0, part.matrices(), 1 / total, 0, gradient);
    return gradient;
  }

  @Test
  void aBatchOfNothingKnownTakesNoStep() {
    Trainer trainer = trainer(0.01, 0, 0);
    SequenceBatch batch = new SequenceBatch(4, 2, 1, 1);
    batch.add();
    assertThat(trainer.learn(batch)).isNaN();
    assertThat(trainer.steps()).isZero();
  }

  @Test
  void aGradientThatIsNotFiniteIsSkippedAndCounted() {
    Trainer trainer = trainer(0.01, 1, 0.9);
    float[] before = trainer.weights().data().clone();
    SequenceBatch batch = batch(new Random(4));
    batch.target(3).data()[5] = Float.POSITIVE_INFINITY;
    assertThat(trainer.learn(batch)).isInfinite();
    assertThat(trainer.skipped()).isEqualTo(1);
    assertThat(trainer.steps()).isZero();
    assertThat(trainer.weights().data()).isEqualTo(before);
    assertThat(trainer.learn(batch(new Random(4)))).isFinite();
  }

  @Test
  void evaluatingLearnsNothing() {
    Trainer trainer = trainer(0.01, 0, 0);
    byte[] before = trainer.state();
    trainer.loss(Parameters.initial(NETWORK, 8), batch(new Random(5)));
    assertThat(trainer.state()).isEqualTo(before);
  }

  @Test
  void saysWhyAStateOrBatchDoesNotFit() {
    Trainer trainer = trainer(0.01, 0, 0);
    byte[] state = trainer.state();
    assertThatThrownBy(() -> trainer.restore(Arrays.copyOf(state, state.length - 1)))
        .hasMessageContaining("bytes, want " + state.length);
    byte[] foreign = state.clone();
    foreign[9] ^= 1;
    assertThatThrownBy(() -> trainer.restore(foreign)).hasMessageContaining("of the model");
    assertThatThrownBy(() -> trainer.learn(weighted(new SequenceBatch(1, 9, 1, 1))))
        .hasMessageContaining("1 sequences of 9 steps, room for 16 of 8");
    assertThatThrownBy(() -> trainer.learn(weighted(new SequenceBatch(1, 8, 2, 1))))
        .hasMessageContaining("a batch of 2 inputs, the model and its loss have 1");
  }

  private static SequenceBatch weighted(SequenceBatch batch) {
    batch.add();
    batch.weight(0).fill(1);
    return batch;
  }

  static Trainer trainer(double rate, double clipNorm, double averaging) {
    return new Trainer(
        NETWORK, new SquaredError(), new Adam(rate), clipNorm, averaging, 1, ROWS, STEPS);
  }

  static SequenceBatch batch(Random random) {
    SequenceBatch batch = new SequenceBatch(ROWS, STEPS, 1, 1);
    for (int i = 0; i < ROWS; i++) {
      int row = batch.add();
      float previous = 0;
      for (int t = 0; t < STEPS; t++) {
        float value = 2 * random.nextFloat() - 1;
        batch.x(t).data()[row] = value;
        set(batch, t, row, value + previous, t == 0 ? 0 : 1);
        previous = value;
      }
    }
    return batch;
  }

  private static void set(SequenceBatch batch, int t, int row, float target, float weight) {
    batch.target(t).data()[row] = target;
    batch.weight(t).data()[row] = weight;
  }
}
