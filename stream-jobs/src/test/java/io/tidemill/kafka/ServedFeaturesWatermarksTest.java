package io.tidemill.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.schema.message.FeatureRecordKind;
import io.tidemill.schema.message.ServedFeatures;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.junit.jupiter.api.Test;

class ServedFeaturesWatermarksTest {

  private final ServedFeaturesWatermarks watermarks = new ServedFeaturesWatermarks();
  private final TestingOutput output = new TestingOutput();

  @Test
  void isTheLeastOverTheSubtasks() {
    watermark(1, 0, 2, 100);
    watermark(1, 1, 2, 70);
    watermark(1, 0, 2, 200);

    assertThat(emitted()).isEqualTo(70);
  }

  @Test
  void saysNothingUntilEverySubtaskHasSpoken() {
    watermark(1, 0, 3, 100);
    watermark(1, 2, 3, 100);
    assertThat(output.times).isEmpty();

    watermark(1, 1, 3, 40);
    assertThat(emitted()).isEqualTo(40);
  }

  @Test
  void aLaterAttemptReplacesAnEarlierOneWhateverItsParallelism() {
    watermark(1, 0, 2, 100);
    watermark(1, 1, 2, 100);
    output.times.clear();

    watermark(2, 0, 3, 150);
    watermark(2, 1, 3, 160);
    assertThat(output.times).isEmpty();
    watermark(1, 0, 2, 999);
    watermark(2, 2, 3, 140);
    assertThat(emitted()).isEqualTo(140);
  }

  @Test
  void rowsAndTheEndOfARunMoveNothing() {
    watermark(1, 0, 1, 100);
    add(
        ServedFeatures.newBuilder()
            .setKind(FeatureRecordKind.ROW)
            .setTime(500)
            .setKey("a")
            .setEventId("0-0")
            .build());
    watermark(1, 0, 1, Long.MAX_VALUE);

    assertThat(emitted()).isEqualTo(100);
  }

  @Test
  void nonsenseMovesNothing() {
    watermark(1, 0, 1, 100);
    watermark(1, -1, 1, 900);
    watermark(1, 1, 1, 900);

    assertThat(emitted()).isEqualTo(100);
  }

  private void watermark(long attempt, int subtask, int parallelism, long time) {
    add(
        ServedFeatures.newBuilder()
            .setKind(FeatureRecordKind.WATERMARK)
            .setTime(time)
            .setAttempt(attempt)
            .setSubtask(subtask)
            .setParallelism(parallelism)
            .build());
  }

  private void add(ServedFeatures features) {
    watermarks.onEvent(features, features.getTime(), output);
    watermarks.onPeriodicEmit(output);
  }

  private long emitted() {
    return output.times.get(output.times.size() - 1);
  }

  private static final class TestingOutput implements WatermarkOutput {
    final List<Long> times = new ArrayList<>();

    @Override
    public void emitWatermark(Watermark watermark) {
      times.add(watermark.getTimestamp());
    }

    @Override
    public void markIdle() {
      throw new AssertionError("never idle");
    }

    @Override
    public void markActive() {}
  }
}
