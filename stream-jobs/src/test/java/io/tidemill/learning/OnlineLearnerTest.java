package io.tidemill.learning;

import static io.tidemill.learning.TestingLearners.GATE;
import static io.tidemill.learning.TestingLearners.SEQUENCES;
import static io.tidemill.learning.TestingLearners.STEPS;
import static io.tidemill.learning.TestingLearners.learned;
import static io.tidemill.learning.TestingLearners.learner;
import static io.tidemill.learning.TestingLearners.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.feature.Forecast;
import io.tidemill.layer.Dense;
import io.tidemill.loss.SquaredError;
import io.tidemill.network.Network;
import io.tidemill.network.Parameters;
import io.tidemill.optimizer.Adam;
import io.tidemill.pipeline.Learn;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSpec;
import io.tidemill.snapshot.ModelVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OnlineLearnerTest {
  @Test
  void learnsTheSameWhateverTheArrivalAndTheWatermarks() {
    float[] expected = weights(learned(SEQUENCES));
    Random random = new Random(2);
    for (int round = 0; round < 5; round++) {
      OnlineLearner learner = learner(4);
      List<TrainingSequence> shuffled = new ArrayList<>(SEQUENCES);
      Collections.shuffle(shuffled, random);
      for (long watermark = 0; watermark < STEPS; ) {
        long next = watermark + 1 + random.nextInt(9);
        for (TrainingSequence sequence : shuffled) {
          if (sequence.time() > watermark && sequence.time() <= next) {
            learner.accept(sequence);
          }
        }
        learner.advance(next);
        while (learner.step()) {}
        watermark = next;
      }
      assertThat(learner.progress().late()).isZero();
      assertThat(weights(learner)).isEqualTo(expected);
    }
  }

  /** What comes in the order of time, in whole steps, is learned as if it had waited. */
  @Test
  void onArrivalNothingWaitsForTheWatermark() {
    Learn learn = TestingStream.learn(0.01, 4).with(Learn.Order.ARRIVAL);
    OnlineLearner learner = new OnlineLearner(TestingStream.SPEC, learn, 3, null, "test");
    List<TrainingSequence> ordered =
        SEQUENCES.stream().sorted(TrainingSequence.ORDER).limit(200).toList();
    for (TrainingSequence sequence : ordered) {
      learner.accept(sequence);
      while (learner.step()) {}
    }
    OnlineLearner patient = learner(4);
    ordered.forEach(patient::accept);
    patient.advance(STEPS);
    while (patient.step()) {}
    assertThat(weights(learner)).isEqualTo(weights(patient));
    assertThat(learner.progress().learnedUntil()).hasValue(ordered.get(199).time());

    learner.advance(STEPS);
    learner.accept(ordered.get(0));
    assertThat(learner.progress().late()).isZero();
    assertThat(learner.progress().waiting()).isEqualTo(1);
    OnlineLearner restored = new OnlineLearner(TestingStream.SPEC, learn, 3, null, "test");
    restored.restore(learner.state());
    assertThat(restored.state()).isEqualTo(learner.state());
  }

  @Test
  void learnsNothingBeforeTheWatermark() {
    OnlineLearner learner = learner(4);
    SEQUENCES.forEach(learner::accept);
    assertThat(learner.step()).isFalse();
    assertThat(learner.progress().waiting()).isEqualTo(SEQUENCES.size());
  }

  @Test
  void continuesExactlyWhereItWasSaved() {
    OnlineLearner undisturbed = learned(SEQUENCES);
    Random random = new Random(3);
    OnlineLearner learner = learner(4);
    int restores = 0;
    for (long time = 1; time <= STEPS; time++) {
      for (TrainingSequence sequence : SEQUENCES) {
        if (sequence.time() == time) {
          learner.accept(sequence);
          if (random.nextInt(20) == 0) {
            learner = restored(learner);
            restores++;
          }
        }
      }
      learner.advance(time);
      while (learner.step()) {
        if (random.nextInt(5) == 0) {
          learner = restored(learner);
          restores++;
        }
      }
    }
    assertThat(restores).isGreaterThan(10);
    assertThat(weights(learner)).isEqualTo(weights(undisturbed));
    assertThat(learner.progress()).isEqualTo(undisturbed.progress());
  }

  @Test
  void saysExactlyHowFarItHasLearned() {
    OnlineLearner learner = learner(4); // and five keys, so a batch ends within a time
    assertThat(learner.progress().learnedUntil()).isEmpty();
    SEQUENCES.forEach(learner::accept);
    learner.advance(3);
    assertThat(learner.step()).isTrue();
    assertThat(learner.progress().learnedUntil()).isEqualTo(OptionalLong.of(1));
    assertThat(learner.step()).isTrue();
    assertThat(learner.progress().learnedUntil()).isEqualTo(OptionalLong.of(2));
    assertThat(learner.step()).isFalse();

    learner.stepOverRest();
    assertThat(learner.progress().learnedUntil()).isEqualTo(OptionalLong.of(3));
    learner.advance(Long.MAX_VALUE);
    learner.stepOverRest();
    assertThat(learner.progress().learnedUntil()).isEqualTo(OptionalLong.of(STEPS));
    assertThat(learner.progress().sequences()).isEqualTo(SEQUENCES.size());
    assertThat(learner.progress().waiting()).isZero();
  }

  @Test
  void countsWhatComesBehindTheWatermark() {
    OnlineLearner learner = learner(4);
    learner.advance(10);
    learner.accept(SEQUENCES.get(0));
    assertThat(learner.progress().late()).isEqualTo(1);
    assertThat(learner.progress().waiting()).isZero();
  }

  @Test
  void publishesTheFirstVersionWithoutATrial() {
    OnlineLearner learner = learner(4);
    SEQUENCES.forEach(learner::accept);
    learner.advance(STEPS);
    for (int step = 1; step <= 4; step++) {
      learner.step();
      learner.propose(1000);
      assertThat(learner.verdict()).isEmpty();
    }
    learner.step();
    learner.propose(1000);
    Verdict verdict = learner.verdict().orElseThrow();
    assertThat(verdict.accepted()).isTrue();
    assertThat(verdict.trialLoss()).isNaN();
    assertThat(verdict.candidate().version()).isEqualTo(new ModelVersion(3, 5));
    assertThat(verdict.candidate().provenance().sequences()).isEqualTo(20);
    assertThat(verdict.candidate().provenance().createdAt()).isEqualTo(1000);
    learner.propose(1001);
    assertThat(learner.verdict()).as("nothing new").isEmpty();
  }

  @Test
  void triesLaterVersionsOnWhatCameAfterThem() {
    OnlineLearner learner = published(learner(4));
    learner.step();
    learner.propose(2000);
    float[] frozen = weights(learner).clone();
    assertThat(learner.verdict()).isEmpty();
    int stepsOfTrial = 0;
    Optional<Verdict> ended = Optional.empty();
    while (ended.isEmpty()) {
      assertThat(learner.step()).isTrue();
      stepsOfTrial++;
      ended = learner.verdict();
    }
    assertThat(stepsOfTrial).as("16 sequences with an outcome").isBetween(4, 8);
    Verdict verdict = ended.orElseThrow();
    assertThat(verdict.trialLoss()).isPositive();
    assertThat(verdict.servingLoss()).isPositive();
    assertThat(verdict.candidate().version()).isEqualTo(new ModelVersion(3, 6));
    assertThat(verdict.candidate().weights().data()).isEqualTo(frozen);
  }

  @Test
  void refusesWhatHasLearnedNonsense() {
    // Five keys and five a step: no nonsense is left over for the trial.
    OnlineLearner learner =
        new OnlineLearner(TestingStream.SPEC, TestingStream.learn(0.02, 5), 3, null, "test");
    List<TrainingSequence> good = TestingStream.sequences(5, 200, 1);
    good.forEach(learner::accept);
    learner.advance(200);
    while (learner.step()) {}
    learner.propose(1);
    assertThat(learner.verdict().orElseThrow().accepted()).isTrue();
    long published = learner.progress().steps();

    Random random = new Random(4);
    for (TrainingSequence sequence : TestingStream.sequences(5, 60, 2)) {
      learner.accept(shifted(noise(sequence, random), 200));
    }
    learner.advance(260);
    while (learner.step()) {}
    learner.propose(2);
    long proposed = learner.progress().steps();
    assertThat(proposed).isGreaterThan(published);
    TestingStream.sequences(5, 120, 3).stream()
        .filter(sequence -> sequence.time() > 60)
        .forEach(sequence -> learner.accept(shifted(sequence, 200)));
    learner.advance(320);
    Optional<Verdict> verdict = Optional.empty();
    while (verdict.isEmpty() && learner.step()) {
      verdict = learner.verdict();
    }
    assertThat(verdict.flatMap(Verdict::objection))
        .hasValueSatisfying(text -> assertThat(text).contains("loss"));
    assertThat(learner.progress().steps()).as("goes on learning").isGreaterThan(proposed);
  }

  @Test
  void returnsToFiniteWeights() {
    OnlineLearner learner =
        new OnlineLearner(TestingStream.SPEC, TestingStream.learn(1e38, 4), 3, null, "test");
    SEQUENCES.forEach(learner::accept);
    learner.advance(STEPS);
    while (learner.step()) {
      assertThat(learner.snapshot(0).weights().isFinite()).isTrue();
    }
    assertThat(learner.progress().recoveries()).isPositive();
  }

  @Test
  void proposesWhatIsLeftAtTheEnd() {
    OnlineLearner learner = published(learner(4));
    while (learner.step()) {}
    learner.stepOverRest();
    learner.propose(9);
    assertThat(learner.verdict()).as("no sequences come for a trial").isEmpty();
    Verdict verdict = learner.conclude().orElseThrow();
    assertThat(verdict.candidate().provenance().sequences()).isEqualTo(SEQUENCES.size());
    assertThat(verdict.candidate().provenance().learnedUntil()).isEqualTo(OptionalLong.of(STEPS));
    assertThat(verdict.trialLoss()).isPositive();
    assertThat(verdict.accepted()).isTrue();
    learner.propose(10);
    assertThat(learner.conclude()).as("nothing new").isEmpty();
  }

  @Test
  void beginsTheNextEpochWhenTheModelHasChanged() {
    ModelSpec other =
        new ModelSpec(
            "swing",
            TestingStream.SCHEMA,
            Network.of(new Dense(TestingStream.SCHEMA.inputWidth(), 2)),
            TestingStream.FORECAST);
    OnlineLearner learner = new OnlineLearner(other, TestingStream.learn(0.01, 4), 1, null, "test");
    assertThat(learner.restore(learned(SEQUENCES).state())).isFalse();
    assertThat(learner.progress().epoch()).isEqualTo(4);
    assertThat(learner.progress().steps()).isZero();
  }

  @Test
  void continuesWithShorterSequences() {
    Learn shorter =
        new Learn(
            new Adam(0.01), new SquaredError(), 4, 1, 8, 4, 100, Duration.ofSeconds(1), 0.9, 1, 42);
    OnlineLearner learner = learner(4);
    SEQUENCES.forEach(learner::accept);
    learner.advance(STEPS / 2);
    assertThat(learner.step()).isTrue();
    assertThat(learner.step()).isTrue();

    OnlineLearner restored = new OnlineLearner(TestingStream.SPEC, shorter, 3, null, "test");
    assertThat(restored.restore(learner.state())).isTrue();
    restored.advance(STEPS);
    restored.stepOverRest();

    assertThat(restored.progress().sequences()).isEqualTo(SEQUENCES.size());
    restored.propose(1);
    assertThat(restored.conclude().orElseThrow().accepted()).isTrue();
  }

  @Test
  void refusesStateThatIsCut() {
    byte[] state = learned(SEQUENCES).state();
    for (int length : new int[] {30, 200, state.length - 1}) {
      byte[] cut = Arrays.copyOf(state, length);
      assertThatThrownBy(() -> learner(4).restore(cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void forecastsASwingBetterThanItsLastValue() {
    OnlineLearner learner =
        new OnlineLearner(TestingStream.SPEC, TestingStream.learn(0.02, 8), 1, null, "test");
    TestingStream.sequences(5, 400, 1).forEach(learner::accept);
    learner.advance(400);
    while (learner.step()) {}

    ModelSnapshot model = learner.snapshot(0);
    Learn learn = TestingStream.learn(0.02, 8);
    Forecast task = TestingStream.FORECAST;
    Trial trial =
        new ForecastTrial(new Recipe(TestingStream.SPEC, learn), task, model, untrained(model));
    trial.judge(TestingStream.sequences(5, 60, 9));
    assertThat(trial.candidateLoss()).isLessThan(0.25 * trial.servingLoss());
  }

  /** All weights 0: forecasts the last value. */
  private static ModelSnapshot untrained(ModelSnapshot like) {
    return new ModelSnapshot(
        like.spec(),
        like.version(),
        Parameters.zeros(like.spec().model()),
        like.scaling(),
        like.provenance());
  }

  /** Without a state, as the next epoch. */
  private static OnlineLearner published(OnlineLearner learner) {
    SEQUENCES.forEach(learner::accept);
    learner.advance(STEPS);
    for (int step = 0; step < GATE.firstSteps(); step++) {
      learner.step();
    }
    learner.propose(1);
    assertThat(learner.verdict().orElseThrow().accepted()).isTrue();
    return learner;
  }

  private static OnlineLearner restored(OnlineLearner learner) {
    OnlineLearner restored =
        new OnlineLearner(TestingStream.SPEC, TestingStream.learn(0.01, 4), 99, null, "test");
    assertThat(restored.restore(learner.state())).isTrue();
    assertThat(restored.state()).isEqualTo(learner.state());
    return restored;
  }

  private static TrainingSequence noise(TrainingSequence sequence, Random random) {
    double[] observed = sequence.observed().clone();
    for (int i = 0; i < observed.length; i += sequence.width()) {
      observed[i] = 200 * random.nextGaussian();
    }
    return with(sequence, sequence.time(), observed);
  }

  private static TrainingSequence shifted(TrainingSequence sequence, long time) {
    return with(sequence, sequence.time() + time, sequence.observed());
  }

  private static TrainingSequence with(TrainingSequence sequence, long time, double[] observed) {
    return new TrainingSequence(
        sequence.key(), sequence.id(), time, sequence.ingestedAt(), sequence.rows(), observed);
  }
}
