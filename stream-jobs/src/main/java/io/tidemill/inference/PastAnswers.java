package io.tidemill.inference;

import io.tidemill.kafka.Event;
import io.tidemill.network.PackedWeights;
import io.tidemill.pipeline.Alerts;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.Prediction;
import io.tidemill.snapshot.ModelSnapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Answers events that have been once more, by one version from the first to the last; the answers
 * are those of the job, bit for bit, where event time came to it as evenly as it does here.
 *
 * <p>Bundles go on over watermarks, and are flushed before one that somebody waits for: a key that
 * may have fallen silent by then, an incident that may be over, an event that would be late. Orders
 * to forget a key are not obeyed, and no key is forgotten by the clock. Confined to one thread.
 */
public final class PastAnswers {

  /** Takes what is answered. */
  public interface Output {
    /** The answer to the next event. */
    void prediction(Prediction prediction) throws IOException;

    /** A decision that something is wrong. */
    void alert(Alert alert) throws IOException;
  }

  private record Timer(long time, String key) {}

  private final EntityScorer scorer;
  private final Bundle bundle;
  private final Answers answers;
  private final long from;
  private final long to;
  private final Output output;
  private final Map<String, EntityState> states = new HashMap<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::time).thenComparing(Timer::key));
  private final long soonest; // ms after an event that a timer of its key may be due
  private long watermark = Long.MIN_VALUE;
  private long judgedBy; // the watermark that events of the bundle are late by
  private long due = Long.MAX_VALUE; // event time before which no timer is

  /**
   * @param model of the pipeline's network Answers that begin with no memory of any key.
   * @param model of the pipeline's network
   * @param from event time, milliseconds: what is of before is not put out
   * @param to nor what is of then or later
   */
  public PastAnswers(Pipeline pipeline, ModelSnapshot model, long from, long to, Output output) {
    int rows = pipeline.execution().bundleRows();
    this.from = from;
    this.to = to;
    this.output = output;
    scorer =
        new EntityScorer(pipeline.model(), pipeline.alerts(), pipeline.execution().maxAge(), rows);
    PackedWeights weights = new PackedWeights(model.spec().network(), false);
    weights.pack(model.servedWeights());
    scorer.serve(model, weights);
    bundle = new Bundle(rows);
    answers = scorer.newAnswers();
    soonest = soonest(pipeline.alerts());
  }

  private static long soonest(Alerts alerts) {
    if (!alerts.any()) {
      return Long.MAX_VALUE;
    }
    Duration silent = alerts.silentAfter();
    long quiet = alerts.incident().quietMs();
    return silent == null ? quiet : Math.min(quiet, silent.toMillis());
  }

  /** Takes the next event. */
  public void add(Event event) throws IOException {
    if (event.time > judgedBy && event.time <= watermark) {
      flush(); // late now, but not if it were judged with those before it
    }
    if (bundle.isEmpty()) {
      judgedBy = watermark;
    }
    bundle.add(event);
    if (event.time > judgedBy && soonest < Long.MAX_VALUE) {
      due = Math.min(due, event.time + soonest);
    }
    if (bundle.isFull()) {
      flush();
    }
  }

  /** Event time is complete up to here, milliseconds; never less than before. */
  public void advance(long watermark) throws IOException {
    if (watermark >= due) {
      flush();
      this.watermark = watermark;
      fire();
    }
    this.watermark = watermark;
  }

  /** Answers what waits. */
  public void flush() throws IOException {
    if (bundle.isEmpty()) {
      return;
    }
    for (int slot = 0; slot < bundle.slots(); slot++) {
      bundle.state(slot, states.computeIfAbsent(bundle.key(slot), key -> scorer.newState()));
    }
    scorer.answer(bundle, judgedBy, answers);
    for (int row = 0; row < bundle.rows(); row++) {
      Event event = bundle.event(row);
      if (isWanted(event.time)) {
        output.prediction(answers.prediction(row, event, scorer.reference()));
      }
    }
    put(answers.alerts());
    for (int slot = 0; slot < bundle.slots(); slot++) {
      schedule(bundle.key(slot), bundle.state(slot));
    }
    bundle.clear();
    due = next();
  }

  /** Looks at the keys whose timers are due, the earliest first. */
  private void fire() throws IOException {
    List<Alert> alerts = new ArrayList<>();
    for (Timer timer = timers.peek();
        timer != null && timer.time <= watermark;
        timer = timers.peek()) {
      timers.remove();
      EntityState state = states.get(timer.key);
      if (state != null && state.timer == timer.time) { // else another took its place
        state.timer = EntityState.NO_TIMER;
        scorer.pass(timer.key, state, timer.time, alerts::add);
        schedule(timer.key, state);
      }
    }
    put(alerts);
    due = next();
  }

  private void schedule(String key, EntityState state) {
    long time = scorer.due(state);
    if (time < state.timer) { // a timer that fires too early looks again
      state.timer = time;
      timers.add(new Timer(time, key));
    }
  }

  private long next() {
    Timer timer = timers.peek();
    return timer == null ? Long.MAX_VALUE : timer.time;
  }

  private void put(List<Alert> alerts) throws IOException {
    for (Alert alert : alerts) {
      if (isWanted(alert.getTime())) {
        output.alert(alert);
      }
    }
  }

  private boolean isWanted(long time) {
    return time >= from && time < to;
  }
}
