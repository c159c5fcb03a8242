package io.tidemill.inference;

import static io.tidemill.inference.TestingModels.ALERTS;
import static io.tidemill.inference.TestingModels.PIPELINE;
import static io.tidemill.inference.TestingModels.START;
import static io.tidemill.inference.TestingModels.STEP;
import static io.tidemill.inference.TestingModels.event;
import static io.tidemill.inference.TestingModels.packed;
import static io.tidemill.inference.TestingModels.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.kafka.Event;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.Prediction;
import io.tidemill.snapshot.ModelSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyStateTest {
  private static final int EVENTS = 300;

  private final EntityScorer scorer = new EntityScorer(PIPELINE.model(), ALERTS, null, 1);
  private final Bundle bundle = new Bundle(1);
  private final Answers answers = scorer.newAnswers();
  private final List<Prediction> predictions = new ArrayList<>();
  private final List<Alert> alerts = new ArrayList<>();
  private final EntityState state = scorer.newState();

  KeyStateTest() {
    ModelSnapshot model = version(3);
    scorer.serve(model, packed(model));
  }

  @Test
  void tellsWhatIsKnownOfTheKeyAndWhatIsExpected() {
    play();
    answer(event("a", START + EVENTS * STEP, 7, 8, Double.NaN));

    KeyState seen = KeyState.of(PIPELINE, "a", state);

    assertThat(seen.lastTime()).isEqualTo(START + EVENTS * STEP);
    assertThat(seen.isOfNetwork()).isTrue();
    assertThat(seen.memory()).isEqualTo(state.memory).hasSize(6);
    assertThat(seen.observed())
        .containsEntry("flow.last", 7.0)
        .containsEntry("pressure.last", 8.0)
        .containsKeys("pressure.center", "pressure.deviation", "current.last")
        .doesNotContainKey("flow");
    double forTheNext =
        predictions.get(EVENTS - 1).getOutputs().stream()
            .filter(output -> output.getTarget().equals("pressure") && output.getHorizon() == 2)
            .findFirst()
            .orElseThrow()
            .getValue();
    assertThat(seen.expected())
        .containsEntry("pressure", forTheNext)
        .containsOnlyKeys("pressure", "flow");
  }

  @Test
  void tellsOfAnOpenIncident() {
    play();
    assertThat(KeyState.of(PIPELINE, "a", state).incident()).isNull();
    alerts.clear();
    answer(event("a", START + EVENTS * STEP, 1000, 500, 10));
    answer(event("a", START + (EVENTS + 1) * STEP, 2000, 900, 10));

    assertThat(alerts).hasSize(2);
    assertThat(KeyState.of(PIPELINE, "a", state).incident())
        .isEqualTo(
            new KeyState.OpenIncident(START + EVENTS * STEP, 2, alerts.get(1).getIncidentPeak()));
  }

  @Test
  void aKeyWithoutAnEventInOrderHasNoLastOne() {
    KeyState seen = KeyState.of(PIPELINE, "a", state);

    assertThat(seen.lastTime()).isNull();
    assertThat(seen.observed()).isEmpty();
    assertThat(seen.expected()).isEmpty();
  }

  @Test
  void theStateOfAnotherNetworkIsNotExplained() {
    play();
    Pipeline wider = PipelineFile.parse("pumps.yaml", PIPELINE.text().replace("gru: 6", "gru: 7"));
    Pipeline other = PipelineFile.parse("pumps.yaml", PIPELINE.text().replace("[2, 3]", "[3, 4]"));

    KeyState ofWider = KeyState.of(wider, "a", state);
    assertThat(ofWider.isOfNetwork()).isFalse();
    assertThat(ofWider.isOfLayout()).isTrue();
    assertThat(ofWider.observed()).containsKey("flow.last");
    KeyState ofOther = KeyState.of(other, "a", state);
    assertThat(ofOther.isOfLayout()).isFalse();
    assertThat(ofOther.observed()).isEmpty();
    assertThat(ofOther.incident()).isNull();
    assertThat(ofOther.statistics()).isEqualTo(state.statistics);
  }

  @Test
  void lookingChangesNothing() {
    play();
    EntityState before = state.copy();

    KeyState seen = KeyState.of(PIPELINE, "a", state);
    seen.memory()[0] = 99;
    seen.statistics()[0] = 99;

    assertThat(state).isEqualTo(before);
  }

  private void play() {
    Random random = new Random(5);
    for (int i = 0; i < EVENTS; i++) {
      answer(
          event(
              "a",
              START + i * STEP,
              100 + random.nextGaussian(),
              5 + random.nextGaussian(),
              10 + random.nextGaussian()));
    }
  }

  private void answer(Event event) {
    bundle.add(event);
    bundle.state(0, state);
    scorer.answer(bundle, Long.MIN_VALUE, answers);
    predictions.add(answers.prediction(0, event, scorer.reference()));
    alerts.addAll(answers.alerts());
    bundle.clear();
  }
}
