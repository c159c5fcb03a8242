package io.tidemill.inference;

import static io.tidemill.inference.TestingModels.ALERTS;
import static io.tidemill.inference.TestingModels.QUIET;
import static io.tidemill.inference.TestingModels.SILENT_AFTER;
import static io.tidemill.inference.TestingModels.SPEC;
import static io.tidemill.inference.TestingModels.START;
import static io.tidemill.inference.TestingModels.STEP;
import static io.tidemill.inference.TestingModels.event;
import static io.tidemill.inference.TestingModels.events;
import static io.tidemill.inference.TestingModels.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.kafka.Event;
import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.Evidence;
import io.tidemill.schema.message.IncidentTransition;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EntityScorerTest {
  private static final int ROWS = 256;

  /** A scorer with the states of its keys on a map, as the operator has them in Flink's. */
  private static final class Run {
    final EntityScorer scorer;
    final Bundle bundle;
    final Answers answers;
    final Map<String, EntityState> states = new HashMap<>();
    final List<Prediction> predictions = new ArrayList<>();
    final List<Alert> alerts = new ArrayList<>();
    long watermark = Long.MIN_VALUE;

    Run(ModelSpec spec, int rows) {
      scorer = new EntityScorer(spec, ALERTS, null, rows);
      bundle = new Bundle(rows);
      answers = scorer.newAnswers();
    }

    Run serving(ModelSnapshot snapshot) {
      scorer.serve(snapshot, TestingModels.packed(snapshot));
      return this;
    }

    Run answer(List<Event> events) {
      events.forEach(bundle::add);
      for (int slot = 0; slot < bundle.slots(); slot++) {
        bundle.state(slot, states.computeIfAbsent(bundle.key(slot), key -> scorer.newState()));
      }
      scorer.answer(bundle, watermark, answers);
      for (int row = 0; row < bundle.rows(); row++) {
        predictions.add(answers.prediction(row, bundle.event(row), scorer.reference()));
      }
      alerts.addAll(answers.alerts());
      bundle.clear();
      return this;
    }

    Run pass(String key, long time) {
      scorer.pass(key, state(key), time, alerts::add);
      return this;
    }

    EntityState state(String key) {
      return Objects.requireNonNull(states.get(key), key);
    }

    Prediction last() {
      return predictions.get(predictions.size() - 1);
    }
  }

  @Test
  void agreesWithTheReferenceBitForBit() {
    ReferenceScorer reference = new ReferenceScorer(SPEC, ALERTS);
    Run run = new Run(SPEC, ROWS);
    Random random = new Random(3);
    List<Event> events = events(7, 6000, 1);
    int scored = 0;
    int aside = 0;
    int graded = 0;
    for (int from = 0; from < events.size(); ) {
      int to = Math.min(events.size(), from + 1 + random.nextInt(80));
      List<Event> together = events.subList(from, to);
      if (from > 300 && random.nextInt(5) == 0) {
        ModelSnapshot next = version(from);
        run.serving(next);
        reference.serve(next);
      }
      run.watermark = together.get(0).time - 4 * STEP;
      run.answer(together);
      for (int row = 0; row < together.size(); row++) {
        ReferenceScorer.Answer want = reference.answer(together.get(row), run.watermark);
        String what = "event " + (from + row);
        assertThat(observed(run, row)).as(what).isEqualTo(want.observed);
        assertThat(outputs(run, row)).as(what).isEqualTo(want.outputs);
        assertThat(run.answers.scores[row]).as(what).isEqualTo(Double.valueOf(want.score));
        assertThat(run.answers.grades[row]).as(what).isEqualTo(Double.valueOf(want.grade));
        assertThat(run.answers.advances(row)).as(what).isEqualTo(want.advanced);
        scored += Double.isNaN(want.score) ? 0 : 1;
        aside += want.advanced ? 0 : 1;
        graded += want.grade > 0 ? 1 : 0;
      }
      from = to;
    }
    assertThat(scored).isGreaterThan(2000);
    assertThat(aside).isGreaterThan(100);
    assertThat(graded).isGreaterThan(10);
  }

  private static double[] observed(Run run, int row) {
    int width = SPEC.features().observedWidth();
    return Arrays.copyOfRange(run.answers.observed, row * width, (row + 1) * width);
  }

  private static double @Nullable [] outputs(Run run, int row) {
    int size = SPEC.network().outputSize();
    return run.answers.unscored[row] == null
        ? Arrays.copyOfRange(run.answers.values, row * size, (row + 1) * size)
        : null;
  }

  @Test
  void howEventsAreBundledDoesNotShow() {
    List<Event> events = events(5, 4000, 2);
    Run single = new Run(SPEC, 1).serving(version(1));
    Run bundled = new Run(SPEC, ROWS).serving(version(1));

    events.forEach(event -> single.answer(List.of(event)));
    for (int from = 0; from < events.size(); from += ROWS) {
      bundled.answer(events.subList(from, Math.min(events.size(), from + ROWS)));
    }

    assertThat(bundled.predictions).isEqualTo(single.predictions);
    assertThat(bundled.alerts).isEqualTo(single.alerts).hasSizeGreaterThan(10);
    assertThat(bundled.states).isEqualTo(single.states);
  }

  @Test
  void isUnscoredBeforeTheFirstModelAndStillRemembers() {
    Run run = new Run(SPEC, ROWS).answer(List.of(event("a", START, 1, 2, 3)));

    assertThat(run.last().getStatus()).isEqualTo(PredictionStatus.UNSCORED);
    assertThat(run.last().getReason()).isEqualTo(EntityScorer.NO_MODEL);
    assertThat(run.last().getModel()).isNull();
    assertThat(run.state("a").lastTime).isEqualTo(START);
    assertThat(run.state("a").memory).containsOnly(0);
    assertThat(run.state("a").statistics).isNotEqualTo(run.scorer.newState().statistics);
  }

  @Test
  void anEventWithoutANeededReadingIsUnscoredAndNoStep() {
    Run run = new Run(SPEC, ROWS).serving(version(1));
    run.answer(List.of(event("a", START, 1, 2, 3)));
    float[] before = run.state("a").memory.clone();

    run.answer(List.of(event("a", START + STEP, Double.NaN, 2, 3)));

    assertThat(run.last().getReason()).isEqualTo(EntityScorer.DROPPED);
    assertThat(run.last().getOutputs()).isEmpty();
    assertThat(run.state("a").memory).isEqualTo(before);
    assertThat(run.state("a").lastTime).isEqualTo(START + STEP);
  }

  @Test
  void newWeightsKeepTheMemory() {
    Run run = new Run(SPEC, ROWS).serving(version(1));
    run.answer(List.of(event("a", START, 1, 2, 3)));
    EntityState before = run.state("a").copy();

    run.serving(version(2)).answer(List.of(event("b", START, 1, 2, 3)));

    assertThat(run.state("a")).isEqualTo(before);
    assertThat(run.scorer.resets()).isZero();
    assertThat(run.last().getModel().getSequence()).isEqualTo(2);
  }

  @Test
  void anotherNetworkResetsTheMemoryAndKeepsTheStatistics() {
    Run before = new Run(SPEC, ROWS).serving(version(1));
    before.answer(events(1, 100, 5));
    EntityState state = before.state("pump-0");
    long newest = state.lastTime;
    ModelSpec other = TestingModels.spec(9);

    Run after = new Run(other, ROWS);
    after.states.put("pump-0", state.copy());
    after.answer(List.of(event("pump-0", newest + STEP, 100, 5, 10)));

    EntityState reset = after.state("pump-0");
    assertThat(after.scorer.resets()).isEqualTo(1);
    assertThat(reset.fingerprint).isEqualTo(other.fingerprint());
    assertThat(reset.memory).hasSize(9).containsOnly(0);
    assertThat(reset.statistics).hasSameSizeAs(state.statistics);
    int deviation = SPEC.features().columns().indexOf("pressure.deviation");
    assertThat(observed(after, 0)[deviation]).as("of a key long known").isPositive();
  }

  @Test
  void anOlderEventIsAnsweredAsideAndChangesNothing() {
    Run run = new Run(SPEC, ROWS).serving(version(1));
    run.answer(List.of(event("a", START, 1, 2, 3), event("a", START + STEP, 1, 2, 3)));
    EntityState before = run.state("a").copy();

    run.answer(List.of(event("a", START + STEP - 1, 9, 9, 9)));

    assertThat(run.last().getOutOfOrder()).isTrue();
    assertThat(run.last().getLate()).isFalse();
    assertThat(run.last().getStatus()).isEqualTo(PredictionStatus.PREDICTED);
    assertThat(run.last().getScore()).isNull();
    assertThat(run.state("a")).isEqualTo(before);
  }

  @Test
  void anEventOfTheSameTimeIsInOrder() {
    Run run = new Run(SPEC, ROWS).serving(version(1));

    run.answer(List.of(event("a", START, 1, 2, 3), event("a", START, 4, 5, 6)));

    assertThat(run.last().getOutOfOrder()).isFalse();
  }

  @Test
  void anEventAtTheWatermarkIsLateAndChangesNothing() {
    Run run = new Run(SPEC, ROWS).serving(version(1));
    run.watermark = START;

    run.answer(List.of(event("a", START, 1, 2, 3)));
    assertThat(run.last().getLate()).isTrue();
    assertThat(run.last().getOutOfOrder()).isFalse();
    assertThat(run.state("a")).isEqualTo(run.scorer.newState());

    run.answer(List.of(event("a", START + 1, 1, 2, 3)));
    assertThat(run.last().getLate()).isFalse();
  }

  @Test
  void silenceIsToldOnceAndEndsWithTheNextEvent() {
    Run run = new Run(SPEC, ROWS).serving(version(1));
    run.answer(List.of(event("a", START, 1, 2, 3)));
    long silence = START + SILENT_AFTER.toMillis();
    assertThat(run.scorer.due(run.state("a"))).isEqualTo(silence);

    run.pass("a", silence - 1);
    assertThat(run.alerts).isEmpty();
    run.pass("a", silence);
    run.pass("a", silence + 100 * STEP);
    assertThat(run.alerts).hasSize(1);
    Alert alert = run.alerts.get(0);
    assertThat(alert.getEvidence()).isEqualTo(Evidence.SILENCE);
    assertThat(alert.getTransition()).isEqualTo(IncidentTransition.OPENED);
    assertThat(alert.getTime()).isEqualTo(silence);
    assertThat(alert.getGrade()).isEqualTo(1);
    assertThat(alert.getIngestedAt()).isNull();
    assertThat(run.scorer.due(run.state("a"))).isEqualTo(EntityState.NO_TIMER);

    long back = silence + 200 * STEP;
    run.answer(List.of(event("a", back, 1, 2, 3)));
    assertThat(run.alerts).hasSize(1);
    run.pass("a", back + QUIET);
    assertThat(run.alerts).hasSize(1);
    run.pass("a", back + QUIET + 1);
    assertThat(run.alerts).hasSize(2);
    Alert closed = run.alerts.get(1);
    assertThat(closed.getTransition()).isEqualTo(IncidentTransition.CLOSED);
    assertThat(closed.getEvidence()).isEqualTo(Evidence.NONE);
    assertThat(closed.getIncidentId()).isEqualTo(alert.getIncidentId());
    assertThat(closed.getIncidentStart()).isEqualTo(silence);
    assertThat(closed.getIncidentPeak()).isEqualTo(1);
  }

  @Test
  void forecastsFromBeforeASilenceAreNotHeldAgainstTheKey() {
    Run run = new Run(SPEC, ROWS).serving(version(1));
    long time = START;
    for (int i = 0; i < 200; i++, time += STEP) {
      run.answer(List.of(event("a", time, 100 + i % 3, 5 + 0.1 * (i % 5), 10)));
    }
    assertThat(run.last().getScore()).isNotNull();

    time += SILENT_AFTER.toMillis();
    run.answer(List.of(event("a", time, 900, 50, 10)));

    assertThat(run.last().getScore()).isNull();
    assertThat(run.last().getStatus()).isEqualTo(PredictionStatus.PREDICTED);
    assertThat(run.alerts).isEmpty();
  }

  @Test
  void aWildReadingOpensAnIncidentThatAnotherContinues() {
    Run run = new Run(SPEC, ROWS).serving(version(1));
    Random random = new Random(4);
    long time = START;
    for (int i = 0; i < 400; i++, time += STEP) {
      run.answer(List.of(normal("a", time, random)));
    }
    int before = run.alerts.size();

    run.answer(List.of(event("a", time, 100, 500, 10)));
    run.answer(List.of(normal("a", time + STEP, random)));
    run.answer(List.of(event("a", time + 2 * STEP, 100, 800, 10)));

    List<Alert> alerts = run.alerts.subList(before, run.alerts.size());
    assertThat(alerts).hasSizeGreaterThanOrEqualTo(2);
    Alert opened = alerts.get(0);
    assertThat(opened.getTransition()).isEqualTo(IncidentTransition.OPENED);
    assertThat(opened.getEvidence()).isEqualTo(Evidence.RESIDUAL);
    assertThat(opened.getScore()).isGreaterThan(opened.getThreshold());
    assertThat(opened.getGrade()).isBetween(0.5, 1.0);
    assertThat(opened.getContributions().get(0).getFeature()).isEqualTo("pressure");
    assertThat(opened.getContributions().get(0).getObserved()).isEqualTo(500);
    assertThat(opened.getContributions().get(0).getExpected()).isBetween(0.0, 20.0);
    assertThat(opened.getContributions().stream().mapToDouble(c -> c.getShare()).sum())
        .isBetween(0.999, 1.001);
    assertThat(alerts.get(1).getTransition()).isEqualTo(IncidentTransition.CONTINUED);
    assertThat(alerts).extracting(Alert::getIncidentId).containsOnly(opened.getIncidentId());
    assertThat(alerts).extracting(Alert::getAlertId).doesNotHaveDuplicates();
    Prediction wild = run.predictions.get(run.predictions.size() - 3);
    assertThat(wild.getGrade()).isEqualTo(opened.getGrade());
    assertThat(wild.getScore()).isEqualTo(opened.getScore());
  }

  @Test
  void aStuckReadingIsEvidenceOfItsOwn() {
    Run run = new Run(SPEC, ROWS).serving(version(1));
    Random random = new Random(4);
    long time = START;
    for (int i = 0; i < 300; i++, time += STEP) {
      run.answer(List.of(normal("a", time, random)));
    }
    run.alerts.clear();
    for (int i = 0; i < 30; i++, time += STEP) {
      Event event = normal("a", time, random);
      event.numbers[2] = 10.25;
      run.answer(List.of(event));
    }

    assertThat(run.alerts).isNotEmpty();
    Alert stuck =
        run.alerts.stream().filter(a -> a.getEvidence() == Evidence.STUCK).findFirst().get();
    assertThat(stuck.getContributions().get(0).getFeature()).isEqualTo("current");
    assertThat(stuck.getContributions().get(0).getExpected()).isNull();
  }

  @Test
  void anIncidentIsClosedByTheNextEventWhereNoTimerCame() {
    Run run = new Run(SPEC, ROWS).serving(version(1));
    Random random = new Random(4);
    long time = START;
    for (int i = 0; i < 400; i++, time += STEP) {
      run.answer(List.of(normal("a", time, random)));
    }
    run.alerts.clear();
    run.answer(List.of(event("a", time, 100, 500, 10)));
    assertThat(run.alerts).hasSize(1);
    long deadline = run.scorer.due(run.state("a"));

    run.answer(List.of(normal("a", time + QUIET + 2 * STEP, random)));

    assertThat(run.alerts).hasSizeGreaterThanOrEqualTo(2);
    assertThat(run.alerts.get(1).getTransition()).isEqualTo(IncidentTransition.CLOSED);
    assertThat(run.alerts.get(1).getTime()).isEqualTo(deadline);
  }

  private static Event normal(String key, long time, Random random) {
    return event(
        key,
        time,
        100 + random.nextGaussian(),
        5 + 0.1 * random.nextGaussian(),
        10 + random.nextGaussian());
  }
}
