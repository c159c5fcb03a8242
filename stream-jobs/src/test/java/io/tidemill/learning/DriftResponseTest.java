package io.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.drift.Adwin;
import io.tidemill.drift.Kswin;
import io.tidemill.drift.PageHinkley;
import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.NumberFeature;
import io.tidemill.layer.Dense;
import io.tidemill.loss.SparseCrossEntropy;
import io.tidemill.network.Network;
import io.tidemill.optimizer.Adam;
import io.tidemill.pipeline.Drift;
import io.tidemill.pipeline.Learn;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream whose classes change sides at sequence 1,200. */
class DriftResponseTest {
  private static final int CHANGE = 1200;
  private static final int END = 2500;
  private static final Classification TASK = new Classification("side", List.of("left", "right"));
  private static final FeatureSchema SCHEMA =
      new FeatureSchema(
          List.of("x", "z", "side"),
          List.of(new NumberFeature("x"), new NumberFeature("z"), TASK.feature()));
  private static final ModelSpec SPEC =
      new ModelSpec("sides", SCHEMA, Network.of(new Dense(SCHEMA.inputWidth(), 2)), TASK);
  private static final Learn LEARN =
      new Learn(
          new Adam(0.02),
          new SparseCrossEntropy(),
          1,
          0,
          8,
          2,
          1000,
          Duration.ofSeconds(1),
          0.5,
          1,
          1);
  private static final List<Drift.Reaction> ALL =
      List.of(
          new Drift.ForgetBuffer(),
          new Drift.ResetOptimizer(),
          new Drift.RaiseRate(2, 200),
          new Drift.Challenge(1000));

  private static OnlineLearner learner(@Nullable Drift drift) {
    return new OnlineLearner(SPEC, LEARN.with(drift), 1, null, "test");
  }

  private static Drift drift(Drift.Reaction... then) {
    return new Drift(new Adwin(), Drift.On.LOSS, List.of(then));
  }

  private static List<TrainingSequence> sequences(boolean changes) {
    SplittableRandom random = new SplittableRandom(5);
    List<TrainingSequence> sequences = new ArrayList<>();
    for (int i = 0; i < END; i++) {
      boolean changed = changes && i >= CHANGE;
      double x = random.nextGaussian();
      double z = random.nextGaussian() + (changed ? 2 : 0);
      double side = x > 0 == changed ? 0 : 1;
      double[] observed = new double[SCHEMA.observedWidth()];
      double[] state = new double[SCHEMA.stateSize()];
      double[] unexpected = {Double.NaN, Double.NaN, Double.NaN};
      SCHEMA.observe(new double[] {x, z, side}, i, unexpected, state, 0, observed, 0);
      sequences.add(new TrainingSequence("k", "e" + i, i, 0, 1, observed));
    }
    return sequences;
  }

  private static List<DriftEvent> learn(
      OnlineLearner learner, List<TrainingSequence> sequences, int from, int to) {
    List<DriftEvent> events = new ArrayList<>();
    for (TrainingSequence sequence : sequences.subList(from, to)) {
      learner.accept(sequence);
      learner.advance(sequence.time());
      while (learner.step()) {}
      for (DriftEvent event = learner.drift(); event != null; event = learner.drift()) {
        events.add(event);
      }
    }
    return events;
  }

  static Stream<Drift> looks() {
    return Stream.of(
        new Drift(new Adwin(), Drift.On.LOSS, ALL),
        new Drift(new PageHinkley(), Drift.On.ERROR, ALL),
        new Drift(new Kswin(), Drift.On.FEATURES, ALL));
  }

  @ParameterizedTest
  @MethodSource("looks")
  void continuesToTheBitFromAStateInTheMiddleOfAReaction(Drift drift) {
    List<TrainingSequence> sequences = sequences(true);
    OnlineLearner whole = learner(drift);
    int middle = CHANGE + 80;
    assertThat(learn(whole, sequences, 0, middle)).isNotEmpty();
    OnlineLearner second = learner(drift);
    assertThat(second.restore(whole.state())).isTrue();
    List<DriftEvent> events = learn(whole, sequences, middle, END);
    assertThat(learn(second, sequences, middle, END)).isEqualTo(events).isNotEmpty();
    assertThat(second.state()).isEqualTo(whole.state());
  }

  @ParameterizedTest
  @MethodSource("looks")
  void saysOnceWhatHasChangedAndWhatWasDone(Drift drift) {
    List<DriftEvent> events = learn(learner(drift), sequences(true), 0, END);
    DriftEvent first = events.get(0);
    assertThat(first.time()).isBetween(CHANGE + 1L, CHANGE + 100L);
    assertThat(first.sequences()).isBetween(CHANGE + 0L, CHANGE + 100L);
    String what =
        drift.on() == Drift.On.FEATURES ? "z" : drift.on().name().toLowerCase(Locale.ROOT);
    assertThat(first.text())
        .startsWith(what + " rose")
        .endsWith(
            "the replay buffer was forgotten but for 32, the optimiser began anew, steps are 2.0"
                + " times as long for 200 steps, a challenger began");
    assertThat(events).filteredOn(event -> event.text().contains(" rose")).hasSize(1);
    assertThat(events.get(1).text()).startsWith("the challenger ");
  }

  @Test
  void onlyToTellChangesNothingThatIsLearned() {
    List<TrainingSequence> sequences = sequences(true);
    OnlineLearner told = learner(drift(new Drift.Tell()));
    OnlineLearner plain = learner(null);
    assertThat(learn(told, sequences, 0, END)).hasSize(1);
    learn(plain, sequences, 0, END);
    assertThat(told.snapshot(0).weights().data()).isEqualTo(plain.snapshot(0).weights().data());
  }

  @ParameterizedTest
  @MethodSource("looks")
  void isQuietWhileNothingChanges(Drift drift) {
    assertThat(learn(learner(drift), sequences(false), 0, END)).isEmpty();
  }

  @Test
  void whatCameBeforeTheChangeIsForgottenSooner() {
    double without = lossAfter(null, 600);
    assertThat(lossAfter(drift(new Drift.ForgetBuffer()), 600)).isLessThan(0.9 * without);
    assertThat(lossAfter(drift(new Drift.RaiseRate(3, 500)), 200)).isLessThan(lossAfter(null, 200));
    assertThat(lossAfter(drift(new Drift.Challenge()), 600)).isLessThan(0.9 * without);
  }

  /** Mean loss on the next sequences after so many of the changed stream. */
  private static double lossAfter(@Nullable Drift drift, int after) {
    List<TrainingSequence> sequences = sequences(true);
    OnlineLearner learner = learner(drift);
    learn(learner, sequences, 0, CHANGE + after);
    return meanLoss(learner, sequences.subList(CHANGE + after, CHANGE + after + 200));
  }

  private static double meanLoss(OnlineLearner learner, List<TrainingSequence> next) {
    Recipe recipe = new Recipe(SPEC, LEARN);
    SequenceLoss loss = new SequenceLoss(recipe, recipe.trainer());
    ModelSnapshot snapshot = learner.snapshot(0);
    return next.stream()
        .mapToDouble(sequence -> loss.of(sequence, snapshot.weights(), snapshot.scaling()))
        .average()
        .orElseThrow();
  }

  @Test
  void aChallengerThatIsBetterTakesOver() {
    List<DriftEvent> events =
        learn(learner(drift(new Drift.Challenge(1500))), sequences(true), 0, END);
    assertThat(events).hasSize(2);
    assertThat(events.get(1).text())
        .startsWith("the challenger took over: loss ")
        .contains("the learner's own");
    assertThat(events.get(1).sequences()).isLessThan(events.get(0).sequences() + 1500);
  }

  @Test
  void aStateOfAnotherLookBeginsAnewAndOneWithoutIsRead() {
    List<TrainingSequence> sequences = sequences(true);
    OnlineLearner plain = learner(null);
    learn(plain, sequences, 0, 1000);
    OnlineLearner looking = learner(drift(ALL.toArray(Drift.Reaction[]::new)));
    assertThat(looking.restore(plain.state())).isTrue();
    assertThat(learn(looking, sequences, 1000, 1400)).isNotEmpty();
    OnlineLearner other = learner(new Drift(new PageHinkley(), Drift.On.ERROR, ALL));
    assertThat(other.restore(looking.state())).isTrue();
    learn(other, sequences, 1400, 1500);
    assertThat(other.progress().sequences()).isEqualTo(1500);
    assertThat(plain.restore(other.state())).isTrue();
  }
}
