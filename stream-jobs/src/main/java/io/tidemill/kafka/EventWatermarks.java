package io.tidemill.kafka;

import io.tidemill.pipeline.Events;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Event time of one partition: the newest event less the out-of-orderness of the pipeline; dead
 * letters neither push it nor keep a partition from being idle.
 */
final class EventWatermarks implements WatermarkGenerator<Decoded> {

  private final WatermarkGenerator<Decoded> ofEvents;

  private EventWatermarks(WatermarkGenerator<Decoded> ofEvents) {
    this.ofEvents = ofEvents;
  }

  static WatermarkStrategy<Decoded> strategy(Events events) {
    WatermarkStrategy<Decoded> ofEvents =
        WatermarkStrategy.<Decoded>forBoundedOutOfOrderness(events.outOfOrderness())
            .withIdleness(events.idleAfter());
    return WatermarkStrategy.<Decoded>forGenerator(
            context -> new EventWatermarks(ofEvents.createWatermarkGenerator(context)))
        .withTimestampAssigner(
            (decoded, recordTime) -> decoded.event() == null ? recordTime : decoded.event().time);
  }

  @Override
  public void onEvent(Decoded decoded, long time, WatermarkOutput output) {
    if (decoded.event() != null) {
      ofEvents.onEvent(decoded, time, output);
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    ofEvents.onPeriodicEmit(output);
  }
}
