package io.tidemill.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.pipeline.Events;
import io.tidemill.pipeline.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayProducerTest {

  private static final Events EVENTS = TestingEvents.of(Format.CSV);
  private static final String ROWS =
      """
      a,2026-11-01 00:00,1,2
      b,2026-11-01 00:01,1,2
      no row
      a,2026-11-01 00:00,1,2
      c,2026-11-01 00:03,1,2
      """;

  @TempDir Path directory;

  private final TestingClock clock = new TestingClock();
  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

  @Test
  void keepsItsOwnPaceTimesTheSpeed() throws Exception {
    try (ReplayProducer replay = new ReplayProducer(kafka, EVENTS, 60, clock)) {
      replay.play(file(ROWS), () -> false);

      assertThat(clock.now).isEqualTo(3000);
      assertThat(replay.sent()).isEqualTo(5);
    }
  }

  @Test
  void atFullSpeedNobodySleeps() throws Exception {
    try (ReplayProducer replay =
        new ReplayProducer(kafka, EVENTS, Double.POSITIVE_INFINITY, clock)) {
      replay.play(file(ROWS), () -> false);
    }
    assertThat(clock.now).isZero();
    assertThat(kafka.history()).hasSize(5);
  }

  @Test
  void recordsAreKeyedByTheEventAndMalformedRowsAreSentWithoutAKey() throws Exception {
    try (ReplayProducer replay =
        new ReplayProducer(kafka, EVENTS, Double.POSITIVE_INFINITY, clock)) {
      replay.play(file(ROWS), () -> false);
    }
    assertThat(kafka.history().stream().map(ReplayProducerTest::key))
        .containsExactly("a", "b", "none", "a", "c");
    assertThat(kafka.history().get(2).value()).isEqualTo("no row".getBytes(UTF_8));
  }

  @Test
  void rowsWithoutATimeCarryItInAHeader() throws Exception {
    Events events = TestingEvents.of(Format.CSV, TestingEvents.EVERY_MINUTE, null);
    try (ReplayProducer replay = new ReplayProducer(kafka, events, 60, clock)) {
      replay.play(file(events, ROWS), () -> false);
    }
    List<ProducerRecord<byte[], byte[]>> sent = kafka.history();
    assertThat(EventHeaders.time(sent.get(4).headers()))
        .isEqualTo(((io.tidemill.pipeline.EventTime.Every) events.time()).ofRow(4));
    assertThat(clock.now).isEqualTo(4000);
  }

  @Test
  void stopsWhereItIsAsked() throws Exception {
    try (ReplayProducer replay = new ReplayProducer(kafka, EVENTS, 60, clock)) {
      replay.play(file(ROWS), () -> clock.now >= 1500);

      assertThat(replay.sent()).isEqualTo(5 - 1);
    }
  }

  @Test
  void aRefusedRecordIsAnError() throws Exception {
    MockProducer<byte[], byte[]> refusing =
        new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    ReplayProducer replay = new ReplayProducer(refusing, EVENTS, Double.POSITIVE_INFINITY, clock);
    boolean[] refused = {false};

    assertThatThrownBy(
            () ->
                replay.play(
                    file(ROWS),
                    () -> {
                      if (!refused[0] && !refusing.history().isEmpty()) {
                        refused[0] = refusing.errorNext(new IllegalStateException("disk full"));
                      }
                      return false;
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("a row could not be written to topic events: disk full");
  }

  @Test
  void aSpeedOfNothingIsRefused() {
    assertThatThrownBy(() -> new Pace(0)).hasMessageContaining("greater than 0");
    assertThatThrownBy(() -> new Pace(Double.NaN)).hasMessageContaining("greater than 0");
  }

  private ReplayFile file(String rows) throws IOException {
    return file(EVENTS, rows);
  }

  private ReplayFile file(Events events, String rows) throws IOException {
    return ReplayFile.open(Files.writeString(directory.resolve("rows.csv"), rows), events);
  }

  private static String key(ProducerRecord<byte[], byte[]> record) {
    return record.key() == null ? "none" : new String(record.key(), UTF_8);
  }

  private static final class TestingClock implements PaceClock {
    long now;

    @Override
    public long millis() {
      return now;
    }

    @Override
    public void sleep(long millis) {
      now += millis;
    }
  }
}
