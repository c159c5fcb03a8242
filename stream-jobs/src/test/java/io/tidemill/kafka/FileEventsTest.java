package io.tidemill.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.pipeline.EventTime;
import io.tidemill.pipeline.Events;
import io.tidemill.pipeline.Format;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileEventsTest {
  private static final String ROW = "{\"zone\":\"n\",\"at\":\"2026-11-01T00:00:00Z\",\"flow\":1}\n";
  private static final Events JSON = TestingEvents.of(Format.JSON);

  @TempDir private Path folder;

  private final List<Event> events = new ArrayList<>();

  @Test
  void rowsAreDecodedAsRecordsOfTheTopicAre() throws IOException {
    Path file =
        write("rows.csv", "pressure,zone,at,flow\n7,n,2026-11-01T00:00:00Z,1\n,s,2026-11-02,2\n");

    FileEvents.Outcome outcome = FileEvents.read(file, TestingEvents.of(Format.CSV), events::add);

    assertThat(outcome).isEqualTo(new FileEvents.Outcome(2, 0, null));
    assertThat(events).extracting(event -> event.key).containsExactly("n", "s");
    assertThat(events.get(0).time).isEqualTo(Instant.parse("2026-11-01T00:00:00Z").toEpochMilli());
    assertThat(events.get(0).numbers).containsExactly(1, 7);
    assertThat(events.get(1).numbers).containsExactly(2, Double.NaN);
  }

  @Test
  void aZippedFileIsReadToItsEnd() throws IOException {
    Path file = folder.resolve("rows.ndjson.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(ROW.repeat(1000).getBytes(UTF_8));
    }

    assertThat(FileEvents.read(file, JSON, events::add).events()).isEqualTo(1000);
    assertThat(events).extracting(event -> event.offset).contains(0L, 999L).doesNotHaveDuplicates();
  }

  @Test
  void whatIsNoEventIsCountedAndTheFirstIsSaid() throws IOException {
    Path file = write("rows.ndjson", ROW + "{}\n" + ROW + "no JSON\n");

    FileEvents.Outcome outcome = FileEvents.read(file, JSON, events::add);

    assertThat(outcome.events()).isEqualTo(2);
    assertThat(outcome.refused()).isEqualTo(2);
    assertThat(outcome.reason()).startsWith("row 2: ").contains("zone");
    assertThat(events).hasSize(2);
  }

  @Test
  void aFileWithoutAnEventIsRefusedWithItsFirstReason() throws IOException {
    Path file = write("rows.ndjson", "{}\n{\"zone\": 1}\n");

    assertThatThrownBy(() -> FileEvents.read(file, JSON, events::add))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": none of the 2 rows is an event: row 1: ");
  }

  @Test
  void aGapInAFileIsNoWrongClock() throws IOException {
    Path file = write("rows.ndjson", ROW + ROW.replace("2026-11-01", "2031-01-01") + ROW);

    assertThat(FileEvents.read(file, JSON, events::add).refused()).isZero();
  }

  @Test
  void eventsWithoutATimeAreNumbered() throws IOException {
    Events timeless = TestingEvents.of(Format.JSON, new EventTime.OfRecord(), null);

    FileEvents.read(write("rows.ndjson", ROW + "{}\n" + ROW), timeless, events::add);

    assertThat(events).extracting(event -> event.time).containsExactly(0L, 2L);
    assertThat(events).extracting(Event::eventId).containsExactly("0-0", "0-2");
  }

  @Test
  void rowsOfARhythmHaveTheTimesOfTheirNumbers() throws IOException {
    Events everyMinute = TestingEvents.of(Format.JSON, TestingEvents.EVERY_MINUTE, null);

    FileEvents.read(write("rows.ndjson", ROW + ROW), everyMinute, events::add);

    assertThat(events.get(1).time - events.get(0).time).isEqualTo(60_000);
  }

  @Test
  void theCellsOfAWideFileAreEvents() throws IOException {
    Events wide = TestingEvents.of(Format.JSON, TestingEvents.AT, "flow");
    Path file = write("wide.csv", "at,n,s\n2026-11-01T00:00:00Z,1,2\n2026-11-01T01:00:00Z,3,4\n");

    FileEvents.read(file, wide, events::add);

    assertThat(events).extracting(event -> event.key).containsExactly("n", "s", "n", "s");
    assertThat(events).extracting(event -> event.numbers[0]).containsExactly(1.0, 2.0, 3.0, 4.0);
  }

  @Test
  void aFileThatIsCutIsRefusedWithItsName() throws IOException {
    Path whole = folder.resolve("whole.ndjson.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
      for (int i = 0; i < 1000; i++) {
        out.write(ROW.replace(":1}", ":" + Math.sin(i) + "}").getBytes(UTF_8));
      }
    }
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut.ndjson.gz");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> FileEvents.read(cut, JSON, events::add))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(cut + ": cannot be read beyond its first ")
        .hasMessageEndingWith("is the file whole?");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
