package io.tidemill.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.inference.WatermarkAnnouncer.Announcer;
import io.tidemill.schema.message.FeatureRecordKind;
import io.tidemill.schema.message.ServedFeatures;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatermarkAnnouncerTest {
  private final TestProcessingTimeService clock = new TestProcessingTimeService();
  private final List<ServedFeatures> rows = new ArrayList<>();
  private final WatermarkAnnouncer announcer =
      new WatermarkAnnouncer(new Announcer(77, 1, 3), clock, rows::add);

  @BeforeEach
  void startClock() throws Exception {
    clock.setCurrentTime(1000);
  }

  @Test
  void saysWhoAnnouncesWhat() {
    announcer.advance(5);

    ServedFeatures row = rows.get(0);
    assertThat(row.getKind()).isEqualTo(FeatureRecordKind.WATERMARK);
    assertThat(row.getTime()).isEqualTo(5);
    assertThat(row.getAttempt()).isEqualTo(77);
    assertThat(row.getSubtask()).isEqualTo(1);
    assertThat(row.getParallelism()).isEqualTo(3);
  }

  @Test
  void announcesTheNewestOnceInAnInterval() throws Exception {
    announcer.advance(5);
    announcer.advance(6);
    announcer.advance(7);
    assertThat(times()).containsExactly(5L);

    clock.setCurrentTime(1000 + WatermarkAnnouncer.INTERVAL_MS - 1);
    assertThat(times()).containsExactly(5L);
    clock.setCurrentTime(1000 + WatermarkAnnouncer.INTERVAL_MS);
    assertThat(times()).containsExactly(5L, 7L);

    clock.setCurrentTime(2000);
    assertThat(times()).containsExactly(5L, 7L);
    assertThat(clock.getNumActiveTimers()).isZero();
    announcer.advance(8);
    assertThat(times()).containsExactly(5L, 7L, 8L);
  }

  @Test
  void whatIsSubmittedLaterComesLaterWhateverWasRestored() {
    long today = 1_800_000_000_000L;
    long oldCheckpoints = Announcer.attempt(today, 80_000_000);

    assertThat(Announcer.attempt(today, 80_000_001)).isGreaterThan(oldCheckpoints);
    assertThat(Announcer.attempt(today + 1000, 0)).isGreaterThan(oldCheckpoints).isPositive();
  }

  @Test
  void neverGoesBack() {
    announcer.advance(5);
    announcer.advance(4);

    assertThat(announcer.watermark()).isEqualTo(5);
    assertThat(times()).containsExactly(5L);
  }

  @Test
  void theEndIsToldAfterTheLastWatermarkAndIsNoWatermarkItself() {
    announcer.advance(5);
    announcer.advance(6);
    announcer.end();

    assertThat(times()).containsExactly(5L, 6L, Long.MAX_VALUE);
    assertThat(announcer.watermark()).isEqualTo(6);
  }

  @Test
  void goesOnFromTheSlowestSubtaskAndTellsSoSoon() throws Exception {
    announcer.restore(List.of(9L, 7L, 8L));

    assertThat(announcer.watermark()).isEqualTo(7);
    assertThat(rows).isEmpty();
    clock.setCurrentTime(1000 + WatermarkAnnouncer.INTERVAL_MS);
    assertThat(times()).containsExactly(7L);
  }

  @Test
  void knowsNothingWhereOneSubtaskKnewNothing() {
    announcer.restore(List.of(9L, Long.MIN_VALUE));

    assertThat(announcer.watermark()).isEqualTo(Long.MIN_VALUE);
    assertThat(clock.getNumActiveTimers()).isZero();
  }

  private List<Long> times() {
    return rows.stream().map(ServedFeatures::getTime).toList();
  }
}
