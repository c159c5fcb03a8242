package io.tidemill.inference;

import io.tidemill.inference.ModelRefusedException.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** What the operator counts, in the metric group of its subtask. */
final class InferenceMetrics {
  private static final int HISTOGRAM_WINDOW = 1000;

  private final Counter predicted;
  private final Counter unscored;
  private final Counter stale;
  private final Counter late;
  private final Counter outOfOrder;
  private final Counter alerts;
  private final Counter modelsServed;
  private final Map<Reason, Counter> modelsRefused = new EnumMap<>(Reason.class);
  private final Histogram bundleRows;

  /**
   * @param memoriesReset because they belonged to another network, so far
   */
  InferenceMetrics(MetricGroup group, LongSupplier memoriesReset) {
    predicted = group.counter("predicted");
    unscored = group.counter("unscored");
    stale = group.counter("stale");
    late = group.counter("late");
    outOfOrder = group.counter("outOfOrder");
    alerts = group.counter("alerts");
    modelsServed = group.counter("modelsServed");
    group.gauge("memoriesReset", memoriesReset::getAsLong);
    for (Reason reason : Reason.values()) {
      modelsRefused.put(reason, group.addGroup("reason", reason.name()).counter("modelsRefused"));
    }
    bundleRows =
        group.histogram("bundleRows", new DescriptiveStatisticsHistogram(HISTOGRAM_WINDOW));
  }

  void bundle(int rows) {
    bundleRows.update(rows);
  }

  void answered(int row, Answers answers) {
    (answers.unscored[row] == null ? predicted : unscored).inc();
    if (answers.stale[row]) {
      stale.inc();
    }
    if (answers.late[row]) {
      late.inc();
    }
    if (answers.outOfOrder[row]) {
      outOfOrder.inc();
    }
  }

  void alert() {
    alerts.inc();
  }

  void modelServed() {
    modelsServed.inc();
  }

  void modelRefused(Reason reason) {
    Counter counter = modelsRefused.get(reason);
    if (counter != null) {
      counter.inc();
    }
  }
}
