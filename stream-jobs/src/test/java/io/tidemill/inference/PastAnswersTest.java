package io.tidemill.inference;

import static io.tidemill.inference.TestingModels.PIPELINE;
import static io.tidemill.inference.TestingModels.START;
import static io.tidemill.inference.TestingModels.STEP;
import static io.tidemill.inference.TestingModels.event;
import static io.tidemill.inference.TestingModels.events;
import static io.tidemill.inference.TestingModels.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.kafka.Event;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.Evidence;
import io.tidemill.schema.message.Prediction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PastAnswersTest {
  private static final int ROWS = PIPELINE.execution().bundleRows();
  private static final long OUT_OF_ORDERNESS = 60 * STEP;

  private final Told told = new Told();

  @Test
  void answersAsTheJobDoes() throws Exception {
    List<Event> events = events(12, 6000, 7);
    PastAnswers past = answers(PIPELINE, Long.MIN_VALUE, Long.MAX_VALUE);
    try (Subtask job = Subtask.started()) {
      job.model(3);
      long newest = Long.MIN_VALUE;
      for (Event event : events) {
        if (newest > Long.MIN_VALUE) {
          job.watermark(newest - OUT_OF_ORDERNESS);
          past.advance(newest - OUT_OF_ORDERNESS);
        }
        job.events(List.of(event));
        past.add(event);
        newest = Math.max(newest, event.time);
      }
      job.watermark(newest);
      past.advance(newest);
      past.flush();

      assertThat(told.predictions).isEqualTo(job.predictions());
      assertThat(told.alerts).containsExactlyInAnyOrderElementsOf(job.alerts());
    }
    assertThat(told.predictions)
        .anyMatch(Prediction::getLate)
        .anyMatch(prediction -> prediction.getOutOfOrder() && !prediction.getLate());
    assertThat(told.alerts)
        .extracting(Alert::getEvidence)
        .contains(Evidence.RESIDUAL, Evidence.STUCK, Evidence.SILENCE, Evidence.NONE);
  }

  @Test
  void aBundleGoesOnOverWatermarksThatNobodyWaitsFor() throws Exception {
    PastAnswers past = answers(PIPELINE, Long.MIN_VALUE, Long.MAX_VALUE);
    for (int i = 0; i < ROWS - 1; i++) {
      past.advance(START + i - 1);
      past.add(event("a", START + i, 1, 2, 3));
    }
    assertThat(told.predictions).isEmpty();

    past.advance(START + ROWS - 2);
    past.add(event("a", START + ROWS, 1, 2, 3));

    assertThat(told.predictions).hasSize(ROWS).noneMatch(Prediction::getLate);
  }

  @Test
  void anEventIsLateByTheWatermarkThatItCameAfter() throws Exception {
    Pipeline quiet =
        PipelineFile.parse(
            "quiet.yaml",
            """
            name: pumps
            events: {topic: t, key: k, time: {field: at}}
            features: [number: level]
            model: {target: level, layers: [gru: 2, dense]}
            """);
    PastAnswers past =
        new PastAnswers(quiet, version(quiet.model(), 1), Long.MIN_VALUE, Long.MAX_VALUE, told);
    past.advance(START - 1);
    past.add(event("a", START, 1));
    past.advance(START);
    past.add(event("b", START, 1));
    past.add(event("c", START + 1, 1));
    past.flush();

    assertThat(told.predictions)
        .extracting(Prediction::getLate)
        .containsExactly(false, true, false);
  }

  @Test
  void whatIsOutsideOfTheTimeIsRememberedAndNotPutOut() throws Exception {
    List<Event> events = events(3, 2000, 5);
    long from = START + 200 * STEP;
    long to = START + 400 * STEP;
    play(answers(PIPELINE, Long.MIN_VALUE, Long.MAX_VALUE), events);
    List<Prediction> all = List.copyOf(told.predictions);
    List<Alert> alerts = List.copyOf(told.alerts);
    told.predictions.clear();
    told.alerts.clear();

    play(answers(PIPELINE, from, to), events);

    assertThat(told.predictions)
        .isNotEmpty()
        .isEqualTo(all.stream().filter(p -> p.getTime() >= from && p.getTime() < to).toList());
    assertThat(told.alerts)
        .isNotEmpty()
        .isEqualTo(alerts.stream().filter(a -> a.getTime() >= from && a.getTime() < to).toList());
  }

  private PastAnswers answers(Pipeline pipeline, long from, long to) {
    return new PastAnswers(pipeline, version(pipeline.model(), 3), from, to, told);
  }

  private static void play(PastAnswers past, List<Event> events) throws Exception {
    for (Event event : events) {
      past.add(event);
    }
    past.flush();
  }

  private static final class Told implements PastAnswers.Output {
    final List<Prediction> predictions = new ArrayList<>();
    final List<Alert> alerts = new ArrayList<>();

    @Override
    public void prediction(Prediction prediction) {
      predictions.add(prediction);
    }

    @Override
    public void alert(Alert alert) {
      alerts.add(alert);
    }
  }
}
