package io.tidemill.learning;

import io.tidemill.schema.message.MetricsKind;
import io.tidemill.schema.message.ModelMetrics;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.OutputTag;

/**
 * Counts what a subtask could not learn from, and tells it at most once a second, in all so far.
 *
 * @param <K> the kinds that are told apart
 */
final class IgnoredReport<K extends Enum<K>> {
  private static final long EVERY_MS = 1000;

  private final String name;
  private final EnumMap<K, Long> counts;
  private final String reason;
  private final int subtask;
  private final ProcessingTimeService clock;
  private final Output<?> output;
  private final OutputTag<ModelMetrics> tag;
  private boolean due;

  /**
   * Has nothing to tell yet.
   *
   * @param name of the model
   * @param kinds to count
   * @param reason with a %d for each kind, in their order
   * @param output of the operator
   */
  IgnoredReport(
      String name,
      Class<K> kinds,
      String reason,
      AbstractStreamOperator<?> operator,
      Output<?> output,
      OutputTag<ModelMetrics> tag) {
    this.name = name;
    this.counts = new EnumMap<>(kinds);
    for (K kind : kinds.getEnumConstants()) {
      counts.put(kind, 0L);
    }
    this.reason = reason;
    this.subtask = operator.getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    this.clock = operator.getProcessingTimeService();
    this.output = output;
    this.tag = tag;
  }

  void count(K kind) {
    count(kind, 1);
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a timer that fails, fails the task
  void count(K kind, int more) {
    counts.merge(kind, (long) more, Long::sum);
    if (more > 0 && !due) {
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
    Map<String, Double> values = new HashMap<>();
    values.put("subtask", (double) subtask);
    counts.forEach((kind, n) -> values.put(kind.name().toLowerCase(Locale.ROOT), (double) n));
    output.collect(
        tag,
        new StreamRecord<>(
            ModelMetrics.newBuilder()
                .setKind(MetricsKind.IGNORED)
                .setAt(now)
                .setName(name)
                .setEpoch(0)
                .setSequence(0)
                .setReason(reason.formatted(counts.values().toArray()))
                .setSteps(0)
                .setSequences(0)
                .setValues(values)
                .build()));
  }
}
