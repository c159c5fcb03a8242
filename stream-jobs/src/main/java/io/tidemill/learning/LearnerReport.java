package io.tidemill.learning;

import io.tidemill.schema.message.MetricsKind;
import io.tidemill.schema.message.ModelMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts into messages what a learner has done. */
final class LearnerReport {
  private final String name;
  private long recoveries;
  private long returns;

  /**
   * @param name of the model
   * @param sofar what need not be told any more
   */
  LearnerReport(String name, Progress sofar) {
    this.name = name;
    recoveries = sofar.recoveries();
    returns = sofar.returns();
  }

  /** Where learning stands, and what has become of the weights since the last report. */
  List<ModelMetrics> of(Progress progress, long now) {
    List<ModelMetrics> report = new ArrayList<>();
    Map<String, Double> values = new HashMap<>();
    values.put("trainLoss", progress.trainLoss());
    values.put("waiting", (double) progress.waiting());
    values.put("late", (double) progress.late());
    values.put("recoveries", (double) progress.recoveries());
    values.put("outliers", (double) progress.outliers());
    values.put("withheld", (double) progress.withheld());
    values.put("returns", (double) progress.returns());
    report.add(
        message(MetricsKind.PROGRESS, progress, now, doubts(progress), progress.steps(), values));
    if (progress.recoveries() > recoveries) {
      recoveries = progress.recoveries();
      report.add(
          recovered(progress, now, "weights were not finite: learning went on from earlier ones"));
    }
    if (progress.returns() > returns) {
      returns = progress.returns();
      report.add(
          recovered(progress, now, "earlier weights answered better: learning went on from them"));
    }
    return report;
  }

  private static @Nullable String doubts(Progress progress) {
    return progress.doubting()
        ? "labels contradict sure answers unusually often: those that do are withheld, %d so far"
            .formatted(progress.withheld())
        : null;
  }

  private ModelMetrics recovered(Progress progress, long now, String reason) {
    Map<String, Double> values =
        Map.of("recoveries", (double) recoveries, "returns", (double) returns);
    return message(MetricsKind.RECOVERED, progress, now, reason, progress.steps(), values);
  }

  /** How a trial ended. */
  ModelMetrics of(Verdict verdict, Progress progress, long now) {
    Map<String, Double> values = new HashMap<>();
    values.put("trainLoss", progress.trainLoss());
    values.put("trialLoss", verdict.trialLoss());
    values.put("servingLoss", verdict.servingLoss());
    return message(
        verdict.accepted() ? MetricsKind.PUBLISHED : MetricsKind.REFUSED,
        progress,
        now,
        verdict.objection().orElse(null),
        verdict.candidate().version().sequence(),
        values);
  }

  /** What was found of a change of the stream. */
  ModelMetrics of(DriftEvent drift, Progress progress, long now) {
    Map<String, Double> values =
        Map.of("time", (double) drift.time(), "after", (double) drift.sequences());
    return message(MetricsKind.DRIFT, progress, now, drift.text(), progress.steps(), values);
  }

  private ModelMetrics message(
      MetricsKind kind,
      Progress progress,
      long now,
      @Nullable String reason,
      long sequence,
      Map<String, Double> values) {
    return ModelMetrics.newBuilder()
        .setKind(kind)
        .setAt(now)
        .setName(name)
        .setEpoch(progress.epoch())
        .setSequence(sequence)
        .setReason(reason)
        .setLearnedUntil(
            progress.learnedUntil().isPresent() ? progress.learnedUntil().getAsLong() : null)
        .setSteps(progress.steps())
        .setSequences(progress.sequences())
        .setValues(finite(values))
        .build();
  }

  /** JSON has no NaN: what is not known is left out. */
  private static Map<String, Double> finite(Map<String, Double> values) {
    Map<String, Double> finite = new HashMap<>(values);
    finite.values().removeIf(value -> !Double.isFinite(value));
    return finite;
  }
}
