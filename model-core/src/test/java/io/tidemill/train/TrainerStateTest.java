package io.tidemill.train;

import static io.tidemill.train.TrainerTest.LAYER_DEFAULT;
import static io.tidemill.train.TrainerTest.NETWORK;
import static io.tidemill.train.TrainerTest.ROWS;
import static io.tidemill.train.TrainerTest.STEPS;
import static io.tidemill.train.TrainerTest.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.layer.BatchNorm;
import io.tidemill.layer.Dense;
import io.tidemill.layer.Dropout;
import io.tidemill.layer.Gru;
import io.tidemill.loss.SquaredError;
import io.tidemill.network.Network;
import io.tidemill.optimizer.Adam;
import io.tidemill.optimizer.AdamW;
import io.tidemill.optimizer.Nadam;
import io.tidemill.optimizer.Optimizer;
import io.tidemill.schedule.Constant;
import io.tidemill.schedule.ReduceOnPlateau;
import io.tidemill.schedule.Schedule;
import io.tidemill.schedule.WarmUp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a trainer's state holds, and that all of its formats are read. */
class TrainerStateTest {

  @Test
  void goesOnFromItsStateToTheBit() {
    Trainer whole = TrainerTest.trainer(0.01, 0.1, 0.9);
    Trainer first = TrainerTest.trainer(0.01, 0.1, 0.9);
    Random one = new Random(2);
    Random other = new Random(2);
    for (int i = 0; i < 5; i++) {
      whole.learn(batch(one));
      first.learn(batch(other));
    }
    Trainer second = new Trainer(NETWORK, new SquaredError(), new Adam(0.01), 0.1, 0.9, 99, 16, 8);
    second.restore(first.state());
    for (int i = 0; i < 5; i++) {
      assertThat(second.learn(batch(other))).isEqualTo(whole.learn(batch(one)));
    }
    assertThat(second.weights().data()).isEqualTo(whole.weights().data());
    assertThat(second.averaged().data())
        .isEqualTo(whole.averaged().data())
        .isNotEqualTo(whole.weights().data());
    assertThat(second.state()).isEqualTo(whole.state());
  }

  @Test
  void aScheduleGoesOnFromTheTrainersState() {
    Schedule schedule = new WarmUp(2, new ReduceOnPlateau(1, 0, 0.5, 0.01));
    Trainer whole = trainer(schedule, 1);
    Trainer first = trainer(schedule, 1);
    Random one = new Random(2);
    Random other = new Random(2);
    for (int i = 0; i < 9; i++) {
      whole.learn(batch(one));
      first.learn(batch(other));
    }
    Trainer second = trainer(schedule, 1);
    second.restore(first.state());
    for (int i = 0; i < 5; i++) {
      whole.learn(batch(one));
      second.learn(batch(other));
    }
    assertThat(second.state()).isEqualTo(whole.state());
    Trainer constant = trainer(new Constant(), 1);
    Random again = new Random(2);
    for (int i = 0; i < 14; i++) {
      constant.learn(batch(again));
    }
    assertThat(constant.weights().data()).isNotEqualTo(whole.weights().data());
  }

  /** Dropout draws by the step, batch normalisation follows: both go on where they were. */
  @Test
  void whatIsRandomAndWhatFollowsGoesOnToTheBit() {
    Network network =
        Network.of(
            new Dense(1, 8), new BatchNorm(8), new Dropout(8, 0.5), new Gru(8, 4), new Dense(4, 1));
    Trainer whole = trainer(network, 1);
    Trainer first = trainer(network, 1);
    Random one = new Random(2);
    Random other = new Random(2);
    for (int i = 0; i < 4; i++) {
      whole.learn(batch(one));
      first.learn(batch(other));
    }
    Trainer second = trainer(network, 99);
    second.restore(first.state());
    for (int i = 0; i < 4; i++) {
      assertThat(second.learn(batch(other))).isEqualTo(whole.learn(batch(one)));
    }
    assertThat(second.state()).isEqualTo(whole.state());
    int mean = whole.weights().layout().offset("1.mean");
    assertThat(whole.weights().data()[mean]).isNotZero();
  }

  private static Trainer trainer(Network network, long seed) {
    Training training = new Training(new AdamW(0.01, 0.5));
    return new Trainer(network, new SquaredError(), training, seed, ROWS, STEPS);
  }

  /** Formats 1 and 2 end with the seed, 3 with the kind of optimiser, 4 with where it began. */
  @Test
  void readsStatesOfEveryFormat() {
    Trainer first = TrainerTest.trainer(0.01, 1, 0.9);
    first.learn(batch(new Random(1)));
    byte[] now = first.state();
    for (int format = 1; format <= 4; format++) {
      Trainer second = TrainerTest.trainer(0.01, 1, 0.9);
      second.restore(old(now, format));
      assertThat(second.state()).isEqualTo(now);
    }
  }

  @Test
  void aScheduleBeginsAnewWhereAStateHasNone() {
    Trainer first = TrainerTest.trainer(0.01, 1, 0.9);
    first.learn(batch(new Random(1)));
    Trainer second = trainer(new ReduceOnPlateau(5), 1);
    second.restore(old(first.state(), 1));
    assertThat(second.weights().data()).isEqualTo(first.weights().data());
    assertThat(second.steps()).isEqualTo(1);
  }

  /** A state without a schedule's doubles as an older format had it. */
  private static byte[] old(byte[] now, int format) {
    int seed = 2 * Integer.BYTES + 3 * Long.BYTES;
    int kept = seed + Math.max(0, format - 2) * Long.BYTES;
    int after = seed + 3 * Long.BYTES;
    ByteBuffer old = ByteBuffer.allocate(kept + now.length - after);
    old.put(now, 0, kept).put(now, after, now.length - after).putInt(Integer.BYTES, format);
    return old.array();
  }

  /** Written by this test's trainer after three steps, when each of the formats was new. */
  @Test
  void readsTheGoldenStates() throws IOException {
    Trainer trainer = goldenTrainer(9);
    trainer.restore(golden(4));
    assertThat(trainer.steps()).isEqualTo(3);
    assertThat(trainer.state()).isEqualTo(golden(5));
    assertThat(trainer.weights().data()).doesNotContain(0f);
    assertThat(goldenTrainer(9).weights().data()).isNotEqualTo(trainer.weights().data());
    Trainer again = goldenTrainer(9);
    again.restore(golden(5));
    assertThat(again.state()).isEqualTo(golden(5));
  }

  private static byte[] golden(int format) throws IOException {
    String name = "/golden/trainer-state-format-" + format + ".bin";
    try (InputStream in = TrainerStateTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  @Test
  void aTrainerWhoseOptimiserWasResetGoesOnToTheBit() {
    Trainer whole = TrainerTest.trainer(0.01, 0.1, 0.99);
    Random one = new Random(2);
    for (int i = 0; i < 5; i++) {
      whole.learn(batch(one));
    }
    whole.resetOptimizer();
    whole.learn(batch(one), 4);
    Trainer second = TrainerTest.trainer(0.01, 0.1, 0.99);
    second.restore(whole.state());
    Random other = new Random(7);
    Random same = new Random(7);
    for (int i = 0; i < 5; i++) {
      whole.learn(batch(other));
      second.learn(batch(same));
    }
    assertThat(second.state()).isEqualTo(whole.state());
  }

  private static Trainer goldenTrainer(long seed) {
    Training training =
        new Training(new Adam(0.01), new ReduceOnPlateau(2), List.of(), 1, 0, 0.9, LAYER_DEFAULT);
    Network network = Network.of(new Dense(1, 2), new Dense(2, 1));
    return new Trainer(network, new SquaredError(), training, seed, ROWS, STEPS);
  }

  @Test
  void aStateOfAnotherKindOfOptimiserIsRefused() {
    Trainer adam = trainer(NETWORK, new Adam(0.01));
    adam.learn(batch(new Random(1)));
    byte[] state = adam.state();
    trainer(NETWORK, new Adam(0.5)).restore(state);
    assertThatThrownBy(() -> trainer(NETWORK, new Nadam(0.01)).restore(state))
        .hasMessageContaining("another kind of optimiser than Nadam");
  }

  private static Trainer trainer(Network network, Optimizer optimizer) {
    Training training = new Training(optimizer);
    return new Trainer(network, new SquaredError(), training, 1, ROWS, STEPS);
  }

  private static Trainer trainer(Schedule schedule, double clipNorm) {
    Training training =
        new Training(new Adam(0.01), schedule, List.of(), clipNorm, 0, 0, LAYER_DEFAULT);
    return new Trainer(NETWORK, new SquaredError(), training, 1, ROWS, STEPS);
  }
}
