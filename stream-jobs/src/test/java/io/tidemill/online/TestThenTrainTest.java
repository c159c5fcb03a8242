package io.tidemill.online;

import static io.tidemill.online.TestingStreams.event;
import static io.tidemill.online.TestingStreams.sides;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.feature.Forecast;
import io.tidemill.kafka.Event;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestThenTrainTest {
  private static final Pipeline SIDES = PipelineFile.parse("sides.yaml", TestingStreams.SIDES);
  private static final Pipeline SWING =
      PipelineFile.parse(
          "swing.yaml",
          """
          name: swing
          events: {topic: t, key: pump, time: record-timestamp}
          features: [{number: x, missing: drop}]
          model: {target: x, horizon: [1, 3], layers: [gru: 4, dense]}
          learn: {optimizer: {adam: {rate: 0.02}}, sequence: 8, batch: 8, fresh: 2, replay: 100}
          """);

  private static TestThenTrain alone(Pipeline pipeline, Audience audience) {
    return new TestThenTrain(pipeline.model(), pipeline.learn(), audience);
  }

  /** What was said of every event, in order. */
  private static List<double[]> outputs(Pipeline pipeline, List<Event> events) {
    List<double[]> outputs = new ArrayList<>();
    OnePass stream =
        pipeline.league() == null
            ? alone(pipeline, answer -> outputs.add(answer.said()))
            : new LeagueInOnePass(
                pipeline.league(), answer -> outputs.add(answer.said()), decision -> {});
    events.forEach(stream::accept);
    stream.finish();
    return outputs;
  }

  /** Changing what comes at an event, its own label among it, changes no answer up to it. */
  @Test
  void noAnswerDependsOnItsOwnLabelOrOnWhatComesLater() {
    List<Event> events = sides(90);
    List<double[]> answers = outputs(SIDES, events);
    for (int at : new int[] {0, 31, 60}) {
      List<Event> others = new ArrayList<>(events);
      for (int i = at; i < others.size(); i++) {
        Event event = events.get(i);
        double x = i == at ? event.numbers[0] : 3 - event.numbers[0];
        others.set(i, event(event.key, event.time, x, 1 - event.numbers[1]));
      }
      List<double[]> changed = outputs(SIDES, others);
      assertThat(changed.get(at)).isEqualTo(answers.get(at));
      assertThat(changed.subList(0, at))
          .usingRecursiveComparison()
          .isEqualTo(answers.subList(0, at));
      assertThat(changed.get(89)).isNotEqualTo(answers.get(89));
    }
  }

  @Test
  void everyEventIsAnsweredInOrderAndTheRunCanBeRepeated() {
    List<Event> events = sides(120);
    List<double[]> answers = outputs(SIDES, events);
    assertThat(answers).hasSize(120);
    assertThat(outputs(SIDES, events)).usingRecursiveComparison().isEqualTo(answers);
  }

  @Test
  void aStreamIsLearnedInOnePass() {
    ClassScore score =
        new ClassScore(
            (io.tidemill.feature.Classification) SIDES.model().task(),
            new Span(50, Long.MAX_VALUE, 0));
    TestThenTrain stream = alone(SIDES, score::add);
    sides(600).forEach(stream::accept);
    stream.finish();
    assertThat(stream.steps()).isEqualTo(600);
    assertThat(score.metrics().get("labelled")).isEqualTo(450);
    assertThat(score.metrics().get("accuracy")).isGreaterThan(0.9);
    assertThat(score.metrics().get("accuracyMajority")).isBetween(0.55, 0.7);
  }

  @Test
  void whatIsLateIsAnsweredAsideAndWhatLacksItsReadingIsNot() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      events.add(event("k", 10L * i, Math.sin(i)));
    }
    List<double[]> answers = outputs(SWING, events);
    List<Event> disturbed = new ArrayList<>(events);
    disturbed.add(40, event("k", 5, 99));
    disturbed.add(50, event("k", 485, Double.NaN));
    List<double[]> others = new ArrayList<>();
    TestThenTrain stream = alone(SWING, answer -> others.add(answer.said()));
    disturbed.forEach(stream::accept);
    stream.finish();
    assertThat(stream.outOfOrder()).isEqualTo(1);
    assertThat(stream.dropped()).isEqualTo(1);
    assertThat(others).hasSize(61);
    others.remove(40);
    assertThat(others.get(45)[0]).isEqualTo(answers.get(45)[0]);
  }

  /** By hand: a network that forecasts the last value has the errors of the last value. */
  @Test
  void forecastsAreJudgedWhenTheirOutcomeComes() {
    Pipeline frozen =
        PipelineFile.parse(
            "swing.yaml",
            SWING.text().replace("rate: 0.02", "rate: 1.0e-12").replace("gru: 4, dense", "dense"));
    ForecastScore score = new ForecastScore((Forecast) frozen.model().task(), new Span(4, 7, 4));
    TestThenTrain stream = alone(frozen, score::add);
    double[] values = {0, 2, 0, 2, 5, 1, 4, 100};
    for (int i = 0; i < values.length; i++) {
      stream.accept(event("k", i, values[i]));
    }
    stream.finish();
    // rows 4 to 6 are judged: 1 ahead 5-2, 1-5, 4-1; 3 ahead 5-2, 1-0, 4-2
    assertThat(score.metrics().get("judged")).isEqualTo(6);
    assertThat(score.metrics().get("maeNoChange@1")).isEqualTo((3 + 4 + 3) / 3.0);
    assertThat(score.metrics().get("maeNoChange@3")).isEqualTo((3 + 1 + 2) / 3.0);
    assertThat(score.metrics().get("mseInDeviations")).isPositive();
  }
}
