package io.tidemill.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.NumberFeature;
import io.tidemill.layer.Dense;
import io.tidemill.loss.SparseCrossEntropy;
import io.tidemill.network.Network;
import io.tidemill.network.Parameters;
import io.tidemill.optimizer.Adam;
import io.tidemill.pipeline.Gate;
import io.tidemill.pipeline.Learn;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Classes learned from a stream, and the trial that lets them into service. */
class LossTrialTest {
  private static final Classification TASK = new Classification("side", List.of("left", "right"));
  private static final FeatureSchema SCHEMA =
      new FeatureSchema(List.of("x", "side"), List.of(new NumberFeature("x"), TASK.feature()));
  private static final ModelSpec SPEC =
      new ModelSpec("sides", SCHEMA, Network.of(new Dense(SCHEMA.inputWidth(), 2)), TASK);
  private static final Learn LEARN =
      new Learn(
              new Adam(0.05),
              new SparseCrossEntropy(),
              1,
              0,
              8,
              4,
              100,
              Duration.ofSeconds(1),
              0.5,
              1,
              1)
          .with(new Gate(5, 40, 0.1, true, 1, 0.5, null));

  private static OnlineLearner learner() {
    return new OnlineLearner(SPEC, LEARN, 1, null, "test");
  }

  /** Rows whose side is that of x, or, turned, the other. */
  private static List<TrainingSequence> rows(int from, int count, boolean turned, int unlabelled) {
    SplittableRandom random = new SplittableRandom(from);
    List<TrainingSequence> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double x = random.nextGaussian();
      double side = x > 0 == turned ? 0 : 1;
      double[] observed = {x, x, i % 10 < unlabelled ? Double.NaN : side};
      rows.add(new TrainingSequence("k", "e" + i, from + i, 0, 1, observed));
    }
    return rows;
  }

  private static void learn(OnlineLearner learner, List<TrainingSequence> rows) {
    rows.forEach(learner::accept);
    learner.advance(rows.get(rows.size() - 1).time());
    while (learner.step()) {}
  }

  @Test
  void theFirstVersionIsPublishedAndABetterOneReplacesIt() {
    OnlineLearner learner = learner();
    learn(learner, rows(0, 40, false, 0));
    learner.propose(1);
    Verdict first = learner.verdict().orElseThrow();
    assertThat(first.accepted()).isTrue();

    learn(learner, rows(100, 200, false, 0));
    learner.propose(2);
    assertThat(learner.verdict()).as("not tried yet").isEmpty();
    learn(learner, rows(400, 40, false, 0));
    Verdict second = learner.verdict().orElseThrow();

    assertThat(second.accepted()).isTrue();
    assertThat(second.trialLoss()).isLessThan(second.servingLoss()).isBetween(0.0, 0.4);
  }

  @Test
  void whatLearnedTheOppositeIsRefused() {
    OnlineLearner learner = learner();
    learn(learner, rows(0, 400, false, 0));
    learner.propose(1);
    assertThat(learner.verdict().orElseThrow().accepted()).isTrue();

    learn(learner, rows(1_000, 400, true, 0));
    learner.propose(2);
    learn(learner, rows(2_000, 40, false, 0));
    Verdict turned = learner.verdict().orElseThrow();

    assertThat(turned.accepted()).isFalse();
    assertThat(turned.trialLoss()).isGreaterThan(2 * turned.servingLoss());
  }

  @Test
  void eventsWithoutALabelAreNoPartOfATrial() {
    OnlineLearner learner = learner();
    learn(learner, rows(0, 40, false, 0));
    learner.propose(1);
    learner.verdict();
    learn(learner, rows(100, 40, false, 0));
    learner.propose(2);
    learn(learner, rows(200, 76, false, 5));
    assertThat(learner.verdict()).as("38 or fewer had a label").isEmpty();
    learn(learner, rows(300, 12, false, 5));
    assertThat(learner.verdict()).isPresent();
  }

  /** An untrained network of zeros is as unsure as can be: its loss is ln 2 whatever comes. */
  @Test
  void lossesAreMeansOverTheOutcomes() {
    OnlineLearner learner = learner();
    learn(learner, rows(0, 40, false, 0));
    ModelSnapshot trained = learner.snapshot(0);
    ModelSnapshot zero =
        new ModelSnapshot(
            SPEC,
            trained.version(),
            Parameters.zeros(SPEC.model()),
            trained.scaling(),
            trained.provenance());
    Recipe recipe = new Recipe(SPEC, LEARN);
    LossTrial trial = new LossTrial(recipe, recipe.trainer(), zero, trained);
    trial.judge(rows(500, 30, false, 5));
    assertThat(trial.sequences()).isEqualTo(15);
    assertThat(trial.candidateLoss()).isCloseTo(Math.log(2), within(1e-6));
    assertThat(trial.servingLoss()).isLessThan(0.65);
  }
}
