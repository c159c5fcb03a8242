package io.tidemill.learning;

import io.tidemill.schema.message.MetricsKind;
import io.tidemill.schema.message.ModelMetrics;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/** Tells at most once a second what an operator could not learn from, in all so far. */
final class IgnoredReport {
  private static final long EVERY_MS = 1000;

  private final String name;
  private final ProcessingTimeService clock;
  private final Supplier<String> reason;
  private final Supplier<Map<String, Double>> counts;
  private final Consumer<ModelMetrics> out;
  private boolean due;

  /**
   * Has nothing to tell yet.
   *
   * @param name of the model
   * @param reason in words
   * @param counts each with its name
   */
  IgnoredReport(
      String name,
      ProcessingTimeService clock,
      Supplier<String> reason,
      Supplier<Map<String, Double>> counts,
      Consumer<ModelMetrics> out) {
    this.name = name;
    this.clock = clock;
    this.reason = reason;
    this.counts = counts;
    this.out = out;
  }

  /** A count has changed. */
  @SuppressWarnings("FutureReturnValueIgnored") // a timer that fails, fails the task
  void changed() {
    if (!due) {
      due = true;
      clock.registerTimer(clock.getCurrentProcessingTime() + EVERY_MS, this::tell);
    }
  }

  /** Tells what has not been told: there is no later. */
  void finish() {
    tell(clock.getCurrentProcessingTime());
  }

  private void tell(long now) {
    if (!due) {
      return;
    }
    due = false;
    out.accept(
        ModelMetrics.newBuilder()
            .setKind(MetricsKind.IGNORED)
            .setAt(now)
            .setName(name)
            .setEpoch(0)
            .setSequence(0)
            .setReason(reason.get())
            .setSteps(0)
            .setSequences(0)
            .setValues(counts.get())
            .build());
  }
}
