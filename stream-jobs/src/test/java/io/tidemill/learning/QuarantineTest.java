package io.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.feature.FeatureSchema;
import io.tidemill.pipeline.Gate;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QuarantineTest {
  private static final Pipeline SIDES =
      PipelineFile.parse(
          "sides.yaml",
          """
          name: sides
          events: {topic: t, key: pump, time: record-timestamp}
          features: [number: x]
          model: {task: classify, label: side, classes: 2, layers: [dense]}
          learn: {optimizer: {adam: {rate: 0.05}}, batch: 16, fresh: 1, recent: 3, replay: 200, averaging: 0.9}
          """);
  private static final int CALM = 2000;
  private static final int MORE = 1000;

  /** Which side of 0 a number is on, at a time. */
  private interface Truth {
    boolean above(int time, double x);
  }

  private static List<TrainingSequence> labelled(Truth truth) {
    FeatureSchema schema = SIDES.features();
    SplittableRandom random = new SplittableRandom(7);
    double[] state = new double[schema.stateSize()];
    List<TrainingSequence> sequences = new ArrayList<>();
    for (int time = 0; time < CALM + MORE; time++) {
      double x = random.nextGaussian();
      double[] observed = new double[schema.observedWidth()];
      double[] numbers = {x, truth.above(time, x) ? 1 : 0};
      double[] expected = {Double.NaN, Double.NaN};
      schema.observe(numbers, time, expected, state, 0, observed, 0);
      sequences.add(new TrainingSequence("a", "" + time, time, time, 1, observed));
    }
    return sequences;
  }

  private static OnlineLearner learner() {
    return new OnlineLearner(SIDES.model(), SIDES.learn(), 1, null, "test");
  }

  private static void learn(OnlineLearner learner, List<TrainingSequence> sequences) {
    sequences.forEach(learner::accept);
    learner.advance(sequences.get(sequences.size() - 1).time());
    while (learner.step()) {}
  }

  private static Progress learned(Truth truth) {
    OnlineLearner learner = learner();
    learn(learner, labelled(truth));
    return learner.progress();
  }

  @Test
  void labelsThatAgreeAreAllLearned() {
    Progress progress = learned((time, x) -> x > 0);
    assertThat(progress.withheld()).isZero();
    assertThat(progress.doubting()).isFalse();
  }

  @Test
  void labelsThatAreOftenUnsureAreAllLearned() {
    SplittableRandom random = new SplittableRandom(3);
    Progress progress = learned((time, x) -> x > 0 != random.nextInt(10) < 2);
    assertThat(progress.withheld()).isZero();
  }

  @Test
  void labelsThatBeginToBeWrongAreWithheldAsLongAsTheyAre() {
    SplittableRandom random = new SplittableRandom(3);
    Progress progress = learned((time, x) -> x > 0 != (time >= CALM && random.nextInt(10) < 2));
    assertThat(progress.withheld()).isBetween(80L, 200L);
    assertThat(progress.doubting()).isTrue();

    Progress after =
        learned(
            (time, x) ->
                x > 0 != (time >= CALM && time < CALM + MORE / 2 && random.nextInt(10) < 2));
    assertThat(after.withheld()).isBetween(30L, 110L);
    assertThat(after.doubting()).isFalse();
  }

  @Test
  void aWorldThatHasChangedIsLearned() {
    OnlineLearner learner = learner();
    List<TrainingSequence> sequences = labelled((time, x) -> time < CALM == x > 0);
    learn(learner, sequences);
    assertThat(learner.progress().doubting()).isFalse();
    assertThat(learner.progress().withheld()).isBetween(1L, 100L);

    NewestClasses classes = new NewestClasses(new Recipe(SIDES.model(), SIDES.learn()), 100);
    List<TrainingSequence> newest = sequences.subList(CALM + MORE - 100, CALM + MORE);
    classes.ask(newest, learner.snapshot(0).scaling(), learner.snapshot(0).weights());
    int right = 0;
    for (int i = 0; i < 100; i++) {
      right += classes.likeliest(i) == classes.actual(newest.get(i)) ? 1 : 0;
    }
    assertThat(right).isGreaterThan(90);
  }

  @Test
  void goesOnExactlyFromItsStateInTheMidstOfADoubt() {
    SplittableRandom random = new SplittableRandom(3);
    List<TrainingSequence> sequences =
        labelled((time, x) -> x > 0 != (time >= CALM && random.nextInt(10) < 2));
    int half = CALM + MORE / 2;
    OnlineLearner learner = learner();
    learn(learner, sequences.subList(0, half));
    assertThat(learner.progress().doubting()).isTrue();
    OnlineLearner restored = learner();
    restored.restore(learner.state());

    learn(learner, sequences.subList(half, sequences.size()));
    learn(restored, sequences.subList(half, sequences.size()));

    assertThat(restored.state()).isEqualTo(learner.state());
    assertThat(restored.progress()).isEqualTo(learner.progress());
  }

  @Test
  void canBeDoneWithout() {
    SplittableRandom random = new SplittableRandom(3);
    Gate gate = new Gate(20, 32, 0.1, false, 1, 0.5, null);
    OnlineLearner learner =
        new OnlineLearner(SIDES.model(), SIDES.learn().with(gate), 1, null, "test");
    learn(learner, labelled((time, x) -> x > 0 != (time >= CALM && random.nextInt(10) < 2)));
    assertThat(learner.progress().withheld()).isZero();
  }
}
