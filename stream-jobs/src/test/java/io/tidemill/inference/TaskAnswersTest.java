package io.tidemill.inference;

import static io.tidemill.inference.TestingModels.START;
import static io.tidemill.inference.TestingModels.STEP;
import static io.tidemill.inference.TestingModels.event;
import static io.tidemill.inference.TestingModels.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.kafka.Event;
import io.tidemill.math.Matrix;
import io.tidemill.pipeline.MaxAge;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.Contribution;
import io.tidemill.schema.message.Evidence;
import io.tidemill.schema.message.ObservedRow;
import io.tidemill.schema.message.Output;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import io.tidemill.serve.Predictor;
import io.tidemill.snapshot.ModelSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the jobs answer beside forecasts. */
class TaskAnswersTest {
  private static final String EVENTS =
      """
      name: pumps
      events: {topic: t, key: pump, time: record-timestamp}
      features: [{number: [flow, pressure]}]
      """;
  private static final Pipeline STATES =
      PipelineFile.parse(
          "states.yaml",
          EVENTS
              + "model: {task: classify, label: state, classes: [open, shut, stuck],"
              + " layers: [gru: 4, dense]}");
  private static final Pipeline REBUILT =
      PipelineFile.parse(
          "rebuilt.yaml",
          EVENTS
              + """
              model: {task: reconstruct, layers: [dense: 3, dense]}
              alerts: {score: residual, threshold: {budget: 50 per day}}
              """);

  private final Map<String, EntityState> states = new HashMap<>();
  private final List<Alert> alerts = new ArrayList<>();
  private final List<ObservedRow> served = new ArrayList<>();

  private List<Prediction> answer(EntityScorer scorer, int rows, List<Event> events) {
    Bundle bundle = new Bundle(rows);
    Answers answers = scorer.newAnswers();
    List<Prediction> predictions = new ArrayList<>();
    for (int from = 0; from < events.size(); from += rows) {
      events.subList(from, Math.min(from + rows, events.size())).forEach(bundle::add);
      for (int slot = 0; slot < bundle.slots(); slot++) {
        bundle.state(slot, states.computeIfAbsent(bundle.key(slot), key -> scorer.newState()));
      }
      scorer.answer(bundle, Long.MIN_VALUE, answers);
      for (int row = 0; row < bundle.rows(); row++) {
        predictions.add(answers.prediction(row, bundle.event(row), scorer.reference()));
      }
      alerts.addAll(answers.alerts());
      served.addAll(answers.servedFeatures(bundle, scorer.reference()).getRows());
      bundle.clear();
    }
    return predictions;
  }

  private static EntityScorer scorer(Pipeline pipeline, ModelSnapshot model, int rows) {
    EntityScorer scorer =
        new EntityScorer(pipeline.model(), pipeline.alerts(), pipeline.execution().maxAge(), rows);
    scorer.serve(model, TestingModels.packed(model));
    return scorer;
  }

  private static List<Event> readings(int count, int extra) {
    Random random = new Random(5);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] numbers = new double[2 + extra];
      numbers[0] = random.nextGaussian();
      numbers[1] = numbers[0] + 0.01 * random.nextGaussian();
      if (extra > 0) {
        numbers[2] = Double.NaN; // the class is not known yet
      }
      events.add(event("pump-" + i % 3, START + i * STEP, numbers));
    }
    return events;
  }

  /** The oracle: the network itself, step by step, and the definition of softmax. */
  @Test
  void classesHaveTheProbabilitiesOfTheirLogits() {
    ModelSnapshot model = version(STATES.model(), 3);
    List<Event> events = readings(60, 1);
    List<Prediction> predictions = answer(scorer(STATES, model, 16), 16, events);

    Predictor network = new Predictor(STATES.model().network(), 1);
    network.load(model.servedWeights());
    Map<String, Matrix> memories = new HashMap<>();
    Matrix logits = new Matrix(1, 3);
    List<String> named = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      Matrix memory = memories.computeIfAbsent(event.key, key -> new Matrix(1, 4));
      Matrix x = new Matrix(1, STATES.features().inputWidth());
      double[] observed = new double[STATES.features().observedWidth()];
      double[] state = new double[STATES.features().stateSize()];
      double[] unexpected = {Double.NaN, Double.NaN, Double.NaN};
      STATES.features().observe(event.numbers, event.time, unexpected, state, 0, observed, 0);
      STATES.features().input(observed, 0, model.scaling(), x.data(), 0);
      network.step(x, memory, logits);
      double sum = 0;
      int likeliest = 0;
      for (int k = 0; k < 3; k++) {
        sum += Math.exp(logits.data()[k]);
        likeliest = logits.data()[k] > logits.data()[likeliest] ? k : likeliest;
      }
      Prediction prediction = predictions.get(i);
      assertThat(prediction.getOutputs()).hasSize(3);
      for (int k = 0; k < 3; k++) {
        Output output = prediction.getOutputs().get(k);
        assertThat(output.getTarget()).isEqualTo("state");
        assertThat(output.getHorizon()).isZero();
        assertThat(output.getValue()).isCloseTo(Math.exp(logits.data()[k]) / sum, within(1e-6));
      }
      assertThat(prediction.getOutputs())
          .extracting(Output::getClass$)
          .containsExactly("open", "shut", "stuck");
      named.add(prediction.getClass$());
      assertThat(prediction.getClass$()).isEqualTo(List.of("open", "shut", "stuck").get(likeliest));
      assertThat(prediction.getScore()).isNull();
      assertThat(prediction.getGrade()).isNull();
    }
    assertThat(named).as("not always the same").contains("open").contains("stuck");
  }

  @Test
  void howEventsAreBundledDoesNotShow() {
    for (Pipeline pipeline : List.of(STATES, REBUILT)) {
      List<Event> events = readings(200, pipeline.features().numbersWidth() - 2);
      ModelSnapshot model = version(pipeline.model(), 3);
      states.clear();
      List<Prediction> single = answer(scorer(pipeline, model, 1), 1, events);
      states.clear();
      assertThat(answer(scorer(pipeline, model, 64), 64, events)).isEqualTo(single);
    }
  }

  @Test
  void whatCannotBeRebuiltRaisesAnAlertThatNamesIt() {
    List<Event> events = readings(900, 0);
    Event wild = events.get(880);
    wild.numbers[1] = 40;
    ModelSnapshot model = version(REBUILT.model(), 3);
    List<Prediction> predictions = answer(scorer(REBUILT, model, 32), 32, events);

    Prediction odd = predictions.get(880);
    assertThat(odd.getGrade()).isPositive();
    assertThat(odd.getScore()).isPositive();
    assertThat(odd.getOutputs())
        .extracting(Output::getTarget)
        .containsExactlyElementsOf(REBUILT.features().inputs());
    Alert alert = alerts.stream().filter(a -> a.getTime() == wild.time).findFirst().orElseThrow();
    assertThat(alert.getEvidence()).isEqualTo(Evidence.RESIDUAL);
    Contribution first = alert.getContributions().get(0);
    assertThat(first.getFeature()).startsWith("pressure");
    assertThat(first.getObserved()).isEqualTo(8.0); // scaled as the network sees it, and limited
  }

  @Test
  void withoutADetectorTheScoreIsTheMeanSquareOfTheDifferences() {
    Pipeline silent =
        PipelineFile.parse("rebuilt.yaml", REBUILT.text().replaceAll("alerts:.*", ""));
    ModelSnapshot model = version(silent.model(), 3);
    Event event = event("a", START, 0.5, -1.5);
    Prediction prediction = answer(scorer(silent, model, 4), 4, List.of(event)).get(0);
    double[] inputs = {0.5, 0, -1.5, 0}; // value and whether it is missing, of two numbers
    double sum = 0;
    for (int i = 0; i < inputs.length; i++) {
      sum += Math.pow(prediction.getOutputs().get(i).getValue() - inputs[i], 2);
    }
    assertThat(prediction.getScore()).isCloseTo(sum / inputs.length, within(1e-12));
    assertThat(prediction.getGrade()).isNull();
  }

  @Test
  void anAnswerPastItsAgeIsMarkedOrWithheldAndTheMemoryGoesOn() {
    ModelSnapshot model = version(STATES.model(), 3); // learned until START + 3
    List<Event> events = readings(4, 1); // one a minute, from START on
    List<Prediction> free = answer(scorer(STATES, model, 4), 4, events);
    Map<String, EntityState> remembered = new HashMap<>(states);
    assertThat(free).noneMatch(Prediction::getStale);

    states.clear();
    Pipeline marking = aged("mark");
    List<Prediction> marked = answer(scorer(marking, model, 4), 4, events);
    assertThat(marked).extracting(Prediction::getStale).containsExactly(false, false, true, true);
    assertThat(marked.get(3).getOutputs()).isEqualTo(free.get(3).getOutputs());

    states.clear();
    Pipeline withholding = aged("unscored");
    List<Prediction> withheld = answer(scorer(withholding, model, 4), 4, events);
    assertThat(withheld.get(1)).isEqualTo(free.get(1));
    assertThat(withheld.get(3).getStatus()).isEqualTo(PredictionStatus.UNSCORED);
    assertThat(withheld.get(3).getOutputs()).isEmpty();
    assertThat(withheld.get(3).getReason())
        .isEqualTo("the model learned until 2025-06-15T15:06:40.003Z: max-age is 60003 ms");
    assertThat(states).isEqualTo(remembered);
  }

  @Test
  void pastItsAgeTheLastGoodAnswerToTheKeyIsHeld() {
    ModelSnapshot model = version(STATES.model(), 3); // learned until START + 3
    List<Event> events = readings(8, 1); // of three keys in turn, one a minute
    List<Prediction> free = answer(scorer(STATES, model, 4), 4, events);
    Map<String, EntityState> remembered = new HashMap<>(states);
    for (int rows : new int[] {1, 4, 8}) {
      states.clear();
      List<Prediction> held = answer(scorer(aged("hold"), model, rows), rows, events);

      assertThat(held.subList(0, 2)).isEqualTo(free.subList(0, 2));
      assertThat(held.subList(2, 8)).allMatch(Prediction::getStale);
      for (int i : new int[] {3, 4, 6, 7}) {
        assertThat(held.get(i).getOutputs()).isEqualTo(free.get(i % 3).getOutputs());
        assertThat(held.get(i).getOutputs()).isNotEqualTo(free.get(i).getOutputs());
      }
      for (int i : new int[] {2, 5}) {
        assertThat(held.get(i).getStatus())
            .as("never a good one")
            .isEqualTo(PredictionStatus.UNSCORED);
        assertThat(held.get(i).getReason()).startsWith("the model learned until");
      }
      states.forEach(
          (key, state) ->
              assertThat(state.memory)
                  .isEqualTo(Objects.requireNonNull(remembered.get(key)).memory));
    }
  }

  @Test
  void aYoungerModelAnswersByItselfAgain() {
    EntityScorer scorer = scorer(aged("hold"), version(STATES.model(), 3), 1);
    List<Event> events = readings(7, 1);
    answer(scorer, 1, events.subList(0, 6));
    ModelSnapshot younger = version(STATES.model(), 3 + 10 * STEP);
    scorer.serve(younger, TestingModels.packed(younger));

    Prediction answered = answer(scorer, 1, events.subList(6, 7)).get(0);

    assertThat(answered.getStale()).isFalse();
    assertThat(answered.getStatus()).isEqualTo(PredictionStatus.PREDICTED);
  }

  private static Pipeline aged(String past) {
    return PipelineFile.parse(
        "states.yaml",
        STATES.text() + "\nexecution: {max-age: 60003ms, past-max-age: " + past + "}\n");
  }

  @Test
  void aModelLearnedFromNoStreamIsOlderThanAnyAge() {
    MaxAge aMillion = new MaxAge(Duration.ofDays(1_000_000), MaxAge.Past.MARK);
    assertThat(aMillion.isPast(START, Long.MIN_VALUE)).isTrue();
    assertThat(aMillion.isPast(START, 0)).isFalse();
  }

  @Test
  void theAnswerIsLoggedBesideTheFeatures() {
    List<Prediction> told =
        answer(scorer(STATES, version(STATES.model(), 3), 4), 4, readings(4, 1));
    for (int i = 0; i < told.size(); i++) {
      assertThat(served.get(i).getAnswer())
          .isEqualTo(told.get(i).getOutputs().stream().map(Output::getValue).toList());
      assertThat(served.get(i).getOutOfOrder()).isFalse();
    }

    states.clear();
    served.clear();
    answer(scorer(aged("unscored"), version(STATES.model(), 3), 4), 4, readings(4, 1));
    assertThat(served)
        .extracting(row -> row.getAnswer().size())
        .as("the last two are UNSCORED")
        .containsExactly(3, 3, 0, 0);

    states.clear();
    served.clear();
    Pipeline silent =
        PipelineFile.parse("rebuilt.yaml", REBUILT.text().replaceAll("alerts:.*", ""));
    Prediction rebuilt =
        answer(scorer(silent, version(silent.model(), 3), 4), 4, readings(1, 0)).get(0);
    assertThat(served.get(0).getAnswer()).containsExactly(rebuilt.getScore());
  }

  @Test
  void whatMakesEventsAnswersNone() {
    Pipeline made =
        PipelineFile.parse(
            "made.yaml",
            EVENTS
                + "model: {task: generate, latent: 4, generator: [dense], discriminator: [dense]}");
    assertThatThrownBy(() -> TaskAnswers.of(made.model()))
        .hasMessageContaining("pumps: no job answers");
  }
}
