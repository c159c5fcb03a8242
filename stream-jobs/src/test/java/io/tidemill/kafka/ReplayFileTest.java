package io.tidemill.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.pipeline.Events;
import io.tidemill.pipeline.Format;
import io.tidemill.schema.MessageCodec;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayFileTest {

  @TempDir Path directory;

  @Test
  void linesOfJsonArePlayedAsTheyAre() throws Exception {
    String lines = "{\"zone\":\"süd\"}\r\n\n  not JSON\n{\"last\":1}";

    assertThat(values("a.ndjson", lines, TestingEvents.of(Format.JSON)))
        .containsExactly("{\"zone\":\"süd\"}", "  not JSON", "{\"last\":1}");
  }

  @Test
  void anEndlessLineIsCutToSomethingThatIsStillTooLarge() throws Exception {
    String lines = "x".repeat(5_000_000) + "\n{}";

    List<String> values = values("a.ndjson.gz", lines, TestingEvents.of(Format.JSON));

    assertThat(values).hasSize(2);
    assertThat(values.get(0)).hasSize(ReplayLines.MAX_LINE).hasSizeGreaterThan(Limits.VALUE_BYTES);
  }

  @Test
  void rowsWithAHeaderBecomeObjects() throws Exception {
    String file =
        """
        \uFEFFat,note,zone,flow,pressure
        2026-11-01 00:00,"a ""b"", c",süd,1.50,
        2026-11-01 00:01,,nord,n/a,-2e3
        too,few
        """;

    assertThat(values("a.csv.gz", file, TestingEvents.of(Format.JSON)))
        .containsExactly(
            "{\"at\":\"2026-11-01 00:00\",\"note\":\"a \\\"b\\\", c\",\"zone\":\"süd\",\"flow\":1.50,\"pressure\":null}",
            "{\"at\":\"2026-11-01 00:01\",\"note\":null,\"zone\":\"nord\",\"flow\":\"n/a\",\"pressure\":-2e3}",
            "too,few");
  }

  @Test
  void rowsAreRearrangedToTheColumnsOfThePipeline() throws Exception {
    String file =
        """
        pressure,flow,at,zone,other
        2,1,2026-11-01 00:00,"a,b",x
        """;

    assertThat(values("a.csv", file, TestingEvents.of(Format.CSV)))
        .containsExactly("\"a,b\",2026-11-01 00:00,1,2");
  }

  @Test
  void rowsWithoutAHeaderHaveTheColumnsOfThePipeline() throws Exception {
    assertThat(
            values("a.csv", "a,2026-11-01,1,2\nb,2026-11-02,3,4\n", TestingEvents.of(Format.CSV)))
        .containsExactly("a,2026-11-01,1,2", "b,2026-11-02,3,4");
  }

  @Test
  void bytesThatAreNoUtf8ReachTheTopicAsTheyWere() throws Exception {
    Path file = directory.resolve("latin.csv");
    Files.write(file, "zone,at,flow,pressure\nsüd,2026-11-01,1,2\n".getBytes(ISO_8859_1));

    for (Format format : new Format[] {Format.CSV, Format.JSON}) {
      try (ReplayFile rows = ReplayFile.open(file, TestingEvents.of(format))) {
        assertThat(rows.iterator().next().value())
            .isEqualTo("süd,2026-11-01,1,2".getBytes(ISO_8859_1));
      }
    }
  }

  @Test
  void rowsBecomeEnvelopesAndUnreadableOnesStayAsTheyAre() throws Exception {
    String file =
        """
        key,time,flow,pressure
        süd,2026-11-01 00:00,1.5,
        nord,noon,1,2
        """;
    List<ReplayRecord> records = records("a.csv", file, TestingEvents.envelope());

    assertThat(
            MessageCodec.of(io.tidemill.schema.message.Event.class).decode(records.get(0).value()))
        .satisfies(
            event -> {
              assertThat(event.getKey()).isEqualTo("süd");
              assertThat(event.getTime())
                  .isEqualTo(Instant.parse("2026-11-01T00:00:00Z").toEpochMilli());
              assertThat(event.getNumbers())
                  .containsEntry("flow", 1.5)
                  .containsEntry("pressure", null);
            });
    assertThat(records.get(1)).hasToString("nord,noon,1,2");
  }

  @Test
  void everyCellOfAWideFileIsAnEvent() throws Exception {
    Events events = TestingEvents.of(Format.JSON, TestingEvents.EVERY_MINUTE, "flow");
    List<ReplayRecord> records = records("wide.csv", "773869,süd\n64.375,\n1\n2,3\n", events);

    assertThat(records.stream().map(record -> new String(record.value(), UTF_8)))
        .containsExactly(
            "{\"zone\":\"773869\",\"flow\":64.375}",
            "{\"zone\":\"süd\",\"flow\":null}",
            "1",
            "{\"zone\":\"773869\",\"flow\":2}",
            "{\"zone\":\"süd\",\"flow\":3}");
    long start = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli();
    assertThat(records.stream().map(ReplayRecord::time))
        .containsExactly(start, start, start + 60_000, start + 120_000, start + 120_000);
  }

  @Test
  void aWideFileMayHaveAColumnWithTheTime() throws Exception {
    Events events = TestingEvents.of(Format.CSV, TestingEvents.AT, "flow");

    assertThat(values("wide.csv", "a,at,b\n1,2026-11-01,2\n", events))
        .containsExactly("a,2026-11-01,1,", "b,2026-11-01,2,");
  }

  @Test
  void aRowOfAWideFileThatEndsAfterItsTimeIsOneDeadLetter() throws Exception {
    Events events = TestingEvents.of(Format.CSV, TestingEvents.AT, "flow");

    assertThat(values("wide.csv", "at,a\n2026-11-01,1\n2026-11-02\n2026-11-03,3\n", events))
        .containsExactly("a,2026-11-01,1,", "2026-11-02", "a,2026-11-03,3,");
  }

  @Test
  void whatCannotBePlayedIsRefusedWithTheReason() {
    assertThatThrownBy(() -> records("a.parquet", "", TestingEvents.of(Format.JSON)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(".ndjson");
    assertThatThrownBy(() -> records("a.ndjson", "{}", TestingEvents.of(Format.CSV)))
        .hasMessageContaining("format: json");
    assertThatThrownBy(() -> records("a.csv", "zone,at\na,b\n", TestingEvents.of(Format.JSON)))
        .hasMessageContaining("lacks [flow, pressure]");
    assertThatThrownBy(() -> records("a.csv", "", TestingEvents.of(Format.CSV)))
        .hasMessageContaining("empty");
    assertThatThrownBy(
            () ->
                records(
                    "a.csv", "a,b\n1,2\n", TestingEvents.of(Format.JSON, TestingEvents.AT, "flow")))
        .hasMessageContaining("no column at");
    assertThatThrownBy(
            () ->
                records(
                    "a.csv",
                    "at\n2026-11-01\n",
                    TestingEvents.of(Format.JSON, TestingEvents.AT, "flow")))
        .hasMessageContaining("delimiter");
  }

  @Test
  void aFileThatIsMissingOrAFolderIsRefused() {
    for (Path file : new Path[] {directory, directory.resolve("no.csv")}) {
      assertThatThrownBy(() -> ReplayFile.open(file, TestingEvents.of(Format.CSV)))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file + ": ")
          .hasMessageEndingWith("no " + (file == directory ? "file" : "such file"));
    }
  }

  @Test
  void aFileWithoutRowsIsRefused() {
    assertThatThrownBy(() -> records("a.ndjson", "\n\n", TestingEvents.of(Format.JSON)))
        .hasMessageContaining("no rows");
    assertThatThrownBy(
            () -> records("a.csv", "zone,at,flow,pressure\n", TestingEvents.of(Format.JSON)))
        .hasMessageContaining("no rows");
  }

  @Test
  void aFirstRowThatIsNeitherHeaderNorEventIsRefused() {
    assertThatThrownBy(
            () -> records("a.csv", "zone;at;flow;pressure\n", TestingEvents.of(Format.CSV)))
        .hasMessageContaining("1 fields")
        .hasMessageContaining("4 columns")
        .hasMessageContaining("delimiter ','");
  }

  @Test
  void whatIsNotZippedIsRefusedAtOnce() throws Exception {
    Path file = Files.writeString(directory.resolve("a.ndjson.gz"), "{}\n");

    assertThatThrownBy(() -> ReplayFile.open(file, TestingEvents.of(Format.JSON)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gzip");
  }

  @Test
  void aFileThatIsCutIsPlayedToWhereItIsCut() throws Exception {
    String row = "{\"zone\":\"%s\"}\n";
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      rows.append(row.formatted(Long.toHexString(i * 0x9E3779B97F4A7C15L)));
    }
    Path file = directory.resolve("a.ndjson.gz");
    Files.write(file, Arrays.copyOf(zipped(rows.toString()), 500_000));

    try (ReplayFile records = ReplayFile.open(file, TestingEvents.of(Format.JSON))) {
      List<ReplayRecord> read = new ArrayList<>();
      assertThatThrownBy(() -> records.forEach(read::add))
          .isInstanceOf(UncheckedIOException.class)
          .hasRootCauseInstanceOf(EOFException.class)
          .cause()
          .hasMessageStartingWith(file + ": cannot be read beyond its first " + read.size())
          .hasMessageContaining("is the file whole?");
      assertThat(read).hasSizeGreaterThan(10_000);
    }
  }

  private List<String> values(String name, String text, Events events) throws IOException {
    return records(name, text, events).stream()
        .map(record -> new String(record.value(), UTF_8))
        .toList();
  }

  private List<ReplayRecord> records(String name, String text, Events events) throws IOException {
    Path file = directory.resolve(name);
    Files.write(file, name.endsWith(".gz") ? zipped(text) : text.getBytes(UTF_8));
    List<ReplayRecord> records = new ArrayList<>();
    try (ReplayFile rows = ReplayFile.open(file, events)) {
      rows.forEach(records::add);
    }
    return records;
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(text.getBytes(UTF_8));
    }
    return zipped.toByteArray();
  }
}
