package io.tidemill.kafka;

import io.tidemill.schema.message.FeatureRecordKind;
import io.tidemill.schema.message.ServedFeatures;
import java.util.Arrays;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * The event time of one partition of the served features: the least watermark over the subtasks
 * that write it.
 *
 * <p>Only the newest attempt counts, the one with the latest start; a newer one replaces it with
 * its own parallelism. Nothing is said until every subtask of it has spoken, so that no row of a
 * subtask is late here that was not late there.
 */
public final class ServedFeaturesWatermarks implements WatermarkGenerator<ServedFeatures> {

  private long attempt = Long.MIN_VALUE;
  private long[] newest = {}; // per subtask of the attempt, Long.MIN_VALUE: has not spoken

  @Override
  public void onEvent(ServedFeatures features, long recordTime, WatermarkOutput output) {
    if (features.getKind() != FeatureRecordKind.WATERMARK || features.getAttempt() < attempt) {
      return;
    }
    if (features.getAttempt() > attempt) {
      attempt = features.getAttempt();
      newest = new long[Math.min(Math.max(features.getParallelism(), 1), 1 << 15)];
      Arrays.fill(newest, Long.MIN_VALUE);
    }
    int subtask = features.getSubtask();
    // The end of a bounded run is no statement about the runs that follow it.
    if (subtask >= 0 && subtask < newest.length && features.getTime() != Long.MAX_VALUE) {
      newest[subtask] = Math.max(newest[subtask], features.getTime());
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    long least = newest.length == 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    for (long time : newest) {
      least = Math.min(least, time);
    }
    if (least != Long.MIN_VALUE) {
      output.emitWatermark(new Watermark(least));
    }
  }
}
