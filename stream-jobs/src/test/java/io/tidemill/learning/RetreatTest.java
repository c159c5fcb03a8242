package io.tidemill.learning;

import static io.tidemill.learning.TestingLearners.GATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.pipeline.Gate;
import io.tidemill.snapshot.ModelSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetreatTest {
  private static final List<TrainingSequence> GOOD =
      TestingStream.sequences(5, 1000, 1).stream().sorted(TrainingSequence.ORDER).toList();
  private static final Gate.Return BACK = new Gate.Return(0.2, 4, 1e4);
  private static final long HALF = 500;
  private static final long WRONG_UNTIL = 700;

  private static OnlineLearner learner(Gate.@Nullable Return back) {
    Gate gate =
        new Gate(GATE.firstSteps(), GATE.trialSequences(), GATE.tolerance(), true, 1, 0.5, back);
    return new OnlineLearner(
        TestingStream.SPEC, TestingStream.learn(0.01, 4).with(gate), 3, null, "test");
  }

  private static OnlineLearner withReturn() {
    return learner(BACK);
  }

  private static void learn(OnlineLearner learner, List<TrainingSequence> sequences) {
    sequences.forEach(learner::accept);
    learner.advance(sequences.get(sequences.size() - 1).time());
    while (learner.step()) {}
  }

  /** The same inputs, what they become turned over for a while. */
  private static List<TrainingSequence> wrongForAWhile() {
    List<TrainingSequence> sequences = new ArrayList<>();
    for (TrainingSequence good : GOOD) {
      boolean wrong = good.time() > HALF && good.time() <= WRONG_UNTIL;
      sequences.add(wrong ? turnedOver(good) : good);
    }
    return sequences;
  }

  private static TrainingSequence turnedOver(TrainingSequence good) {
    double[] observed = good.observed().clone();
    for (int column = good.newest(); column < observed.length; column++) {
      observed[column] = -observed[column];
    }
    return new TrainingSequence(
        good.key(), good.id(), good.time(), good.ingestedAt(), good.rows(), observed);
  }

  @Test
  void staysWhereNothingWasBetter() {
    OnlineLearner learner = withReturn();
    learn(learner, GOOD);
    assertThat(learner.progress().returns()).isZero();
  }

  private static Retreat.Mark mark(OnlineLearner learner) {
    return new Retreat.Mark(new byte[0], new double[0], learner.snapshot(0));
  }

  @Test
  void goesBackToTheBestOfThoseThatAnswerBetter() {
    Retreat.Mark untrained = mark(withReturn());
    OnlineLearner learner = withReturn();
    learn(learner, upTo(100));
    Retreat.Mark good = mark(learner);
    learn(learner, upTo(800).stream().filter(it -> it.time() > 100).toList());
    Retreat.Mark best = mark(learner);
    Retreat retreat = new Retreat(BACK, RetreatTest::trial);
    for (Retreat.Mark each : List.of(good, best, untrained, untrained)) {
      retreat.mark(each);
    }
    List<TrainingSequence> newest = GOOD.stream().filter(it -> it.time() > 800).toList();
    Optional<Retreat.Mark> back = Optional.empty();
    int steps = 0;
    for (; back.isEmpty() && steps < newest.size(); steps++) {
      back = retreat.judge(newest.subList(steps, steps + 1));
    }
    assertThat(back).contains(best);
    assertThat(steps).isLessThan(200);
    assertThat(retreat.returns()).isEqualTo(1);
    for (int i = steps; i < newest.size(); i++) { // now beside the good one alone
      assertThat(retreat.judge(newest.subList(i, i + 1))).isEmpty();
    }
  }

  private static List<TrainingSequence> upTo(long time) {
    return GOOD.stream().filter(it -> it.time() <= time).toList();
  }

  private static Trial trial(ModelSnapshot newer, ModelSnapshot older) {
    Recipe recipe = new Recipe(TestingStream.SPEC, TestingStream.learn(0.01, 4));
    return new ForecastTrial(recipe, TestingStream.FORECAST, newer, older);
  }

  @Test
  void goesOnExactlyFromItsState() {
    List<TrainingSequence> sequences = wrongForAWhile();
    for (long until : new long[] {HALF, WRONG_UNTIL + 10}) {
      List<TrainingSequence> before = sequences.stream().filter(it -> it.time() <= until).toList();
      List<TrainingSequence> after = sequences.stream().filter(it -> it.time() > until).toList();
      OnlineLearner learner = withReturn();
      learn(learner, before);
      OnlineLearner restored = withReturn();
      restored.restore(learner.state());
      learn(learner, after);
      learn(restored, after);
      assertThat(restored.state()).isEqualTo(learner.state());
    }
  }
}
