package io.tidemill.prequential;

import io.tidemill.prequential.Evaluation.Report;
import io.tidemill.schema.message.MetricsKind;
import io.tidemill.schema.message.ModelMetrics;
import io.tidemill.snapshot.ModelVersion;

/**
 * Puts into messages what was found.
 *
 * @param name of the model
 * @param windowMs event time of a window
 */
record EvaluationReport(String name, long windowMs) {
  private static final ModelVersion NOBODY = new ModelVersion(0, 0);

  /**
   * One message.
   *
   * @param now by the clock, milliseconds
   */
  ModelMetrics of(Report report, long now) {
    ModelVersion oldest = report.versions().oldest();
    ModelVersion newest = report.versions().newest();
    Long start = report.start();
    return ModelMetrics.newBuilder()
        .setKind(MetricsKind.EVALUATED)
        .setAt(now)
        .setName(name)
        .setEpoch((newest == null ? NOBODY : newest).epoch())
        .setSequence((newest == null ? NOBODY : newest).sequence())
        .setOldestEpoch((oldest == null ? NOBODY : oldest).epoch())
        .setOldestSequence((oldest == null ? NOBODY : oldest).sequence())
        .setSteps(0)
        .setSequences(0)
        .setSegment(report.segment().equals(Evaluation.ALL) ? null : report.segment())
        .setWindowStart(start)
        .setWindowEnd(start == null ? null : Long.valueOf(start + windowMs))
        .setValues(report.values())
        .build();
  }
}
