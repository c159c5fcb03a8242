package io.tidemill.replay;

import io.tidemill.inference.PastAnswers;
import io.tidemill.kafka.Event;
import io.tidemill.kafka.KafkaConnection;
import io.tidemill.kafka.PastEvents;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.IncidentTransition;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import io.tidemill.snapshot.ModelSnapshot;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The events of a time, answered by one version.
 *
 * <p>Reads the topic of the events and nothing else, and writes nothing of the pipeline's own. It
 * ends when event time has passed the end; an event that comes after that would be late.
 *
 * @param model of the pipeline's network
 * @param from event time, milliseconds, of the first answers
 * @param to event time before which the last ones are
 * @param warmUp how long before the first answers events are read, to fill the memory of the keys
 */
public record Replay(Pipeline pipeline, ModelSnapshot model, long from, long to, Duration warmUp) {

  public Replay {
    if (from >= to) {
      throw new IllegalArgumentException("from " + from + " is not before " + to);
    }
  }

  /** Answers them, and tells what became of it. */
  public ReplaySummary run(KafkaConnection kafka, PastAnswers.Output output) throws IOException {
    long begin = begin();
    long startedAt = System.nanoTime();
    Count count = new Count(output);
    PastAnswers answers = new PastAnswers(pipeline, model, from, to, count);
    try (PastEvents events = PastEvents.open(kafka, pipeline.events(), begin)) {
      while (events.next() && events.watermark() < to) {
        answers.advance(events.watermark());
        Event event = events.event();
        if (event == null) {
          count.deadLetters++;
        } else if (event.time >= begin) {
          count.read(event.time < from);
          answers.add(event);
        }
      }
      answers.advance(events.watermark());
      answers.flush();
    }
    return count.summary((System.nanoTime() - startedAt) / 1e9);
  }

  private long begin() {
    return from < Long.MIN_VALUE + warmUp.toMillis() ? Long.MIN_VALUE : from - warmUp.toMillis();
  }

  /** Passes on, and counts. */
  private static final class Count implements PastAnswers.Output {
    private final PastAnswers.Output output;
    private long deadLetters;
    private long events;
    private long warmUp;
    private long predicted;
    private long unscored;
    private long late;
    private long alerts;
    private long incidents;
    private @Nullable Long first;
    private @Nullable Long last;

    Count(PastAnswers.Output output) {
      this.output = output;
    }

    void read(boolean isWarmUp) {
      events++;
      warmUp += isWarmUp ? 1 : 0;
    }

    @Override
    public void prediction(Prediction prediction) throws IOException {
      if (prediction.getStatus() == PredictionStatus.PREDICTED) {
        predicted++;
      } else {
        unscored++;
      }
      late += prediction.getLate() ? 1 : 0;
      first = first == null ? prediction.getTime() : Math.min(first, prediction.getTime());
      last = last == null ? prediction.getTime() : Math.max(last, prediction.getTime());
      output.prediction(prediction);
    }

    @Override
    public void alert(Alert alert) throws IOException {
      alerts++;
      incidents += alert.getTransition() == IncidentTransition.OPENED ? 1 : 0;
      output.alert(alert);
    }

    ReplaySummary summary(double seconds) {
      return new ReplaySummary(
          first,
          last,
          predicted,
          unscored,
          late,
          alerts,
          incidents,
          deadLetters,
          events,
          warmUp,
          seconds);
    }
  }
}
