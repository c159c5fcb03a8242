package io.tidemill.learning;

import static io.tidemill.learning.TestingLearners.GATE;
import static io.tidemill.learning.TestingLearners.SEQUENCES;
import static io.tidemill.learning.TestingLearners.STEPS;
import static io.tidemill.learning.TestingLearners.learned;
import static io.tidemill.learning.TestingLearners.learner;
import static io.tidemill.learning.TestingLearners.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.tidemill.pipeline.Learn;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelVersion;
import io.tidemill.train.SequenceBatch;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a learner without a state of its own begins with. */
class LearnerBeginningTest {
  @Test
  void goesOnFromTheVersionInService() {
    ModelSnapshot serving = learned(SEQUENCES).snapshot(0);
    OnlineLearner learner = begun(serving);

    assertThat(weights(learner)).isEqualTo(serving.weights().data());
    assertThat(learner.snapshot(0).scaling().mean())
        .containsExactly(serving.scaling().mean(), within(1e-9));
    assertThat(learner.snapshot(0).scaling().deviation())
        .containsExactly(serving.scaling().deviation(), within(1e-9));

    List<TrainingSequence> next =
        TestingStream.sequences(5, 30, 6).stream()
            .filter(sequence -> sequence.time() > 20)
            .limit(8)
            .toList();
    next.forEach(learner::accept);
    learner.advance(STEPS);
    assertThat(learner.step()).isTrue();
    double untrained = firstLoss(next);
    assertThat(learner.progress().trainLoss())
        .isCloseTo(loss(serving, next), withinPercentage(0.5))
        .isLessThan(0.5 * untrained);
  }

  @Test
  void whatGoesOnFromAVersionIsTriedAgainstItAndIsAboveIt() {
    ModelSnapshot serving = learned(SEQUENCES).snapshot(0);
    OnlineLearner learner = begun(serving);
    TestingStream.sequences(5, STEPS, 6).forEach(learner::accept);
    learner.advance(STEPS);
    for (int step = 0; step < GATE.firstSteps(); step++) {
      assertThat(learner.step()).isTrue();
    }
    learner.propose(1);
    Optional<Verdict> verdict = learner.verdict();
    assertThat(verdict).as("on trial").isEmpty();
    while (verdict.isEmpty() && learner.step()) {
      verdict = learner.verdict();
    }

    assertThat(verdict.orElseThrow().servingLoss()).isPositive();
    assertThat(verdict.orElseThrow().candidate().version())
        .isEqualTo(new ModelVersion(4, GATE.firstSteps()))
        .isGreaterThan(serving.version());
  }

  @Test
  void aStateThatIsRestoredCountsForMoreThanTheVersionInService() {
    OnlineLearner undisturbed = learned(SEQUENCES);
    ModelSnapshot other = learned(TestingStream.sequences(5, STEPS, 8)).snapshot(0);
    OnlineLearner learner = begun(other);

    assertThat(learner.restore(undisturbed.state())).isTrue();

    assertThat(learner.state()).isEqualTo(undisturbed.state());
  }

  @Test
  void doesNotGoOnFromWeightsThatAreNoNumbers() {
    ModelSnapshot broken = learned(SEQUENCES).snapshot(0);
    broken.weights().data()[3] = Float.NaN;

    assertThat(weights(begun(broken))).isEqualTo(weights(learner(4)));
  }

  private static OnlineLearner begun(ModelSnapshot serving) {
    return new OnlineLearner(TestingStream.SPEC, TestingStream.learn(0.01, 8), 4, serving, "test");
  }

  private static double firstLoss(List<TrainingSequence> sequences) {
    OnlineLearner learner = learner(8);
    sequences.forEach(learner::accept);
    learner.advance(STEPS);
    assertThat(learner.step()).isTrue();
    return learner.progress().trainLoss();
  }

  /** Of a batch of eight under the model's own scaling. */
  private static double loss(ModelSnapshot model, List<TrainingSequence> sequences) {
    Learn learn = TestingStream.learn(0.01, 8);
    Recipe recipe = new Recipe(TestingStream.SPEC, learn);
    SequenceBatch batch = recipe.batch();
    for (TrainingSequence sequence : sequences) {
      recipe.encoder().encode(sequence, recipe.shape().outcomes(), model.scaling(), batch);
    }
    return recipe.trainer().loss(model.weights(), batch);
  }
}
