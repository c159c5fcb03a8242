package io.tidemill.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidemill.feature.Field;
import io.tidemill.pipeline.Csv;
import io.tidemill.pipeline.EventKey;
import io.tidemill.pipeline.EventTime;
import io.tidemill.pipeline.Events;
import io.tidemill.pipeline.Format;
import io.tidemill.pipeline.TimeFormat;
import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.message.DeadLetter;
import io.tidemill.schema.message.DeadLetterCause;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventDecoderTest {

  private static final long INGESTED = Instant.parse("2026-11-01T08:30:01Z").toEpochMilli();
  private static final EventTime ISO =
      new EventTime.Field("at", new TimeFormat.Iso(ZoneOffset.UTC));
  private static final Csv COLUMNS =
      new Csv(List.of("at", "zone", "note", "flow", "pressure"), ';');

  @Test
  void readsAJsonObject() {
    Event event =
        event(
            json(),
            """
            {"note": {"deep": [1, {"x": "}"}]}, "zone": "Süd \\uD83D\\uDCA7", "at": "2026-11-01T08:30:00.250Z",
             "flow": 12, "pressure": -1.5e-3, "other": 1e999}""");

    assertThat(event.key).isEqualTo("Süd \uD83D\uDCA7");
    assertThat(event.time).isEqualTo(Instant.parse("2026-11-01T08:30:00.250Z").toEpochMilli());
    assertThat(event.numbers).containsExactly(12, -0.0015);
    assertThat(event.partition).isEqualTo(3);
    assertThat(event.offset).isEqualTo(17);
    assertThat(event.ingestedAt).isEqualTo(INGESTED);
    assertThat(event.eventId()).isEqualTo("3-17");
  }

  @Test
  void nullAndAbsentNumbersAreMissing() {
    Event event = event(json(), "{\"zone\": 7, \"at\": \"2026-11-01 08:30\", \"flow\": null}");

    assertThat(event.key).isEqualTo("7");
    assertThat(event.numbers).containsExactly(Double.NaN, Double.NaN);
  }

  @Test
  void oneFieldMayBeSeveralThings() {
    Events events =
        events(
            Format.JSON,
            new EventKey.Field("n"),
            new EventTime.Field("n", new TimeFormat.EpochSeconds()),
            "n",
            List.of("n"));

    Event event = event(events, "{\"n\": 1793520000}");

    assertThat(event.key).isEqualTo("1793520000");
    assertThat(event.id).isEqualTo("1793520000");
    assertThat(event.time).isEqualTo(1_793_520_000_000L);
    assertThat(event.numbers).containsExactly(1_793_520_000d);
  }

  @Test
  void readsALineOfSeparatedValues() {
    Event event = event(csv(), "2026-11-01 08:30;\"Süd; \"\"1\"\"\";;12.5; \r\n");

    assertThat(event.key).isEqualTo("Süd; \"1\"");
    assertThat(event.numbers).containsExactly(12.5, Double.NaN);
  }

  @Test
  void readsTheEnvelopeInBothEncodings() {
    Map<String, Double> numbers = new HashMap<>();
    numbers.put("pressure", 2.5);
    numbers.put("flow", null);
    numbers.put("other", Double.NaN);
    io.tidemill.schema.message.Event envelope = envelope(numbers);
    MessageCodec<io.tidemill.schema.message.Event> codec =
        MessageCodec.of(io.tidemill.schema.message.Event.class);

    for (byte[] value : List.of(codec.encode(envelope), codec.encodeJson(envelope))) {
      Event event = Objects.requireNonNull(decode(avro(), value).event());
      assertThat(event.key).isEqualTo("süd");
      assertThat(event.eventId()).isEqualTo("e-1");
      assertThat(event.time).isEqualTo(INGESTED - 5);
      assertThat(event.numbers).containsExactly(Double.NaN, 2.5);
    }
  }

  @Test
  void aSeriesWithoutKeyAndTimeTakesThemFromThePipelineAndTheRecord() {
    Events events =
        events(
            Format.JSON,
            new EventKey.Constant("all"),
            new EventTime.OfRecord(),
            null,
            List.of("flow"));

    Event event = event(events, "{\"flow\": 1}");

    assertThat(event.key).isEqualTo("all");
    assertThat(event.time).isEqualTo(INGESTED);
  }

  @Test
  void numberedRowsTakeTheirTimeFromTheHeaderOfTheReplay() {
    Events events =
        events(
            Format.JSON,
            new EventKey.Constant("all"),
            new EventTime.Every(Duration.ofMinutes(5), Instant.EPOCH),
            null,
            List.of("flow"));
    byte[] value = "{\"flow\": 1}".getBytes(UTF_8);
    ConsumerRecord<byte[], byte[]> played = record(value);
    played.headers().add(EventHeaders.time(300_000));

    assertThat(Objects.requireNonNull(new EventDecoder(events).decode(played).event()).time)
        .isEqualTo(300_000);
    assertThat(deadLetter(events, value).getCause()).isEqualTo(DeadLetterCause.MISSING_TIME);
  }

  static Stream<Arguments> malformed() {
    String good = "{\"zone\":\"a\",\"at\":\"2026-11-01T08:30:00Z\",\"flow\":1}";
    return Stream.of(
        arguments("not JSON", "pump 7 is on fire", DeadLetterCause.NOT_PARSEABLE),
        arguments("cut", good.substring(0, 20), DeadLetterCause.NOT_PARSEABLE),
        arguments("two objects", good + good, DeadLetterCause.NOT_PARSEABLE),
        arguments("comma too many", good.replace("1}", "1,}"), DeadLetterCause.NOT_PARSEABLE),
        arguments("text for a number", good.replace("1}", "\"1\"}"), DeadLetterCause.WRONG_TYPE),
        arguments("object for a number", good.replace("1}", "{}}"), DeadLetterCause.WRONG_TYPE),
        arguments("boolean for a key", good.replace("\"a\"", "true"), DeadLetterCause.WRONG_TYPE),
        arguments("array", "[" + good + "]", DeadLetterCause.WRONG_TYPE),
        arguments("a bare null", "null", DeadLetterCause.WRONG_TYPE),
        arguments("no key", good.replace("zone", "zoom"), DeadLetterCause.MISSING_KEY),
        arguments("null key", good.replace("\"a\"", "null"), DeadLetterCause.MISSING_KEY),
        arguments("empty key", good.replace("\"a\"", "\"\""), DeadLetterCause.MISSING_KEY),
        arguments(
            "long key", good.replace("a\"", "a".repeat(1025) + "\""), DeadLetterCause.TOO_LARGE),
        arguments(
            "half a pair", good.replace("\"a\"", "\"\\ud800\""), DeadLetterCause.BAD_ENCODING),
        arguments("no time", good.replace("at", "it"), DeadLetterCause.MISSING_TIME),
        arguments("year 9999", good.replace("2026", "9999"), DeadLetterCause.BAD_TIME),
        arguments("before 1970", good.replace("2026", "1969"), DeadLetterCause.BAD_TIME),
        arguments("no such day", good.replace("11-01", "11-31"), DeadLetterCause.BAD_TIME),
        arguments("NaN", good.replace("1}", "NaN}"), DeadLetterCause.BAD_NUMBER),
        arguments("NaN in quotes", good.replace("1}", "\"NaN\"}"), DeadLetterCause.BAD_NUMBER),
        arguments("infinite", good.replace("1}", "-1e999}"), DeadLetterCause.BAD_NUMBER),
        arguments(
            "endless number", good.replace("1}", "1".repeat(300) + "}"), DeadLetterCause.TOO_LARGE),
        arguments(
            "10 MB", good.replace("a\"", "a".repeat(10_000_000) + "\""), DeadLetterCause.TOO_LARGE),
        arguments("empty", "", DeadLetterCause.EMPTY),
        arguments("blank", " \n", DeadLetterCause.EMPTY),
        arguments("tombstone", null, DeadLetterCause.EMPTY),
        arguments(
            "Latin-1",
            good.replace("a\"", "süd\"").getBytes(ISO_8859_1),
            DeadLetterCause.BAD_ENCODING),
        arguments(
            "Latin-1 beside",
            good.replace("1}", "1,\"note\":\"süd\"}").getBytes(ISO_8859_1),
            DeadLetterCause.BAD_ENCODING),
        arguments("UTF-16", good.getBytes(UTF_16), DeadLetterCause.BAD_ENCODING),
        arguments("UTF-16 unmarked", good.getBytes(UTF_16BE), DeadLetterCause.BAD_ENCODING),
        arguments(
            "deep nest",
            good.replace("1}", "1,\"note\":" + "[".repeat(100_000)),
            DeadLetterCause.TOO_DEEP),
        arguments(
            "deep nest, closed",
            good.replace("1}", "1,\"note\":" + "[".repeat(40) + "]".repeat(40) + "}"),
            DeadLetterCause.TOO_DEEP),
        arguments(
            "deep number",
            good.replace("1}", "[".repeat(40) + "]".repeat(40) + "}"),
            DeadLetterCause.WRONG_TYPE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void malformedJsonIsADeadLetterWithItsCause(
      String kind, @Nullable Object value, DeadLetterCause cause) {
    byte[] bytes = value instanceof String text ? text.getBytes(UTF_8) : (byte[]) value;

    DeadLetter deadLetter = deadLetter(json(), bytes);

    assertThat(deadLetter.getCause()).as(deadLetter.getMessage()).isEqualTo(cause);
    assertThat(deadLetter.getMessage()).isNotBlank().hasSizeLessThanOrEqualTo(500);
    assertThat(deadLetter.getTopic()).isEqualTo("events");
    assertThat(deadLetter.getPartition()).isEqualTo(3);
    assertThat(deadLetter.getOffset()).isEqualTo(17);
    assertThat(deadLetter.getTimestamp()).isEqualTo(INGESTED);
    int size = bytes == null ? 0 : bytes.length;
    assertThat(deadLetter.getValueSize()).isEqualTo(size);
    assertThat(deadLetter.getValue().remaining())
        .isEqualTo(Math.min(size, Limits.DEAD_LETTER_BYTES));
  }

  static Stream<Arguments> malformedLines() {
    return Stream.of(
        arguments("2026-11-01 08:30;a;;1", DeadLetterCause.NOT_PARSEABLE),
        arguments("2026-11-01 08:30;a;;1;2;3", DeadLetterCause.NOT_PARSEABLE),
        arguments(
            "2026-11-01 08:30;a;;1;2\n2026-11-01 08:30;a;;1;2", DeadLetterCause.NOT_PARSEABLE),
        arguments("2026-11-01 08:30;\"a;;1;2", DeadLetterCause.NOT_PARSEABLE),
        arguments("2026-11-01 08:30;a;;one;2", DeadLetterCause.WRONG_TYPE),
        arguments("2026-11-01 08:30;a;;0x1p3;2", DeadLetterCause.WRONG_TYPE),
        arguments("2026-11-01 08:30;a;;1d;2", DeadLetterCause.WRONG_TYPE),
        arguments("2026-11-01 08:30;a;;nan;2", DeadLetterCause.BAD_NUMBER),
        arguments("2026-11-01 08:30;a;;1e999;2", DeadLetterCause.BAD_NUMBER),
        arguments("2026-11-01 08:30;;;1;2", DeadLetterCause.MISSING_KEY),
        arguments(";a;;1;2", DeadLetterCause.MISSING_TIME),
        arguments("at;zone;note;flow;pressure", DeadLetterCause.BAD_TIME),
        arguments("9999-11-01 08:30;a;;1;2", DeadLetterCause.BAD_TIME),
        arguments("\n", DeadLetterCause.EMPTY));
  }

  @ParameterizedTest
  @MethodSource("malformedLines")
  void malformedCsvIsADeadLetterWithItsCause(String line, DeadLetterCause cause) {
    DeadLetter deadLetter = deadLetter(csv(), line.getBytes(UTF_8));

    assertThat(deadLetter.getCause()).as(deadLetter.getMessage()).isEqualTo(cause);
  }

  @Test
  void csvInAnotherEncodingIsADeadLetter() {
    byte[] value = "2026-11-01 08:30;süd;;1;2".getBytes(ISO_8859_1);

    assertThat(deadLetter(csv(), value).getCause()).isEqualTo(DeadLetterCause.BAD_ENCODING);
  }

  @Test
  void malformedEnvelopesAreDeadLetters() {
    byte[] good =
        MessageCodec.of(io.tidemill.schema.message.Event.class).encode(envelope(Map.of()));
    byte[] nan =
        MessageCodec.of(io.tidemill.schema.message.Event.class)
            .encode(envelope(Map.of("flow", Double.NaN)));

    assertThat(deadLetter(avro(), "text".getBytes(UTF_8)).getCause())
        .isEqualTo(DeadLetterCause.NOT_PARSEABLE);
    assertThat(deadLetter(avro(), java.util.Arrays.copyOf(good, good.length - 1)).getCause())
        .isEqualTo(DeadLetterCause.NOT_PARSEABLE);
    assertThat(deadLetter(avro(), nan).getCause()).isEqualTo(DeadLetterCause.BAD_NUMBER);
  }

  @Test
  void whateverTheBytesAreTheyBecomeAnEventOrADeadLetter() {
    Random random = new Random(11);
    byte[] json =
        "{\"zone\":\"süd\",\"at\":\"2026-11-01T08:30:00Z\",\"flow\":1.5,\"n\":[{}]}"
            .getBytes(UTF_8);
    byte[] avro =
        MessageCodec.of(io.tidemill.schema.message.Event.class)
            .encode(envelope(Map.of("flow", 1.0)));
    int events = 0;
    for (int trial = 0; trial < 4_000; trial++) {
      boolean binary = trial % 2 == 0;
      byte[] value = (binary ? avro : json).clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        value[random.nextInt(value.length)] = (byte) random.nextInt();
      }
      Decoded decoded = decode(binary ? avro() : json(), value);
      assertThat(decoded.event() == null).isNotEqualTo(decoded.deadLetter() == null);
      events += decoded.event() == null ? 0 : 1;
    }
    assertThat(events).isBetween(20, 3_900);
  }

  @Test
  void aWrongClockDoesNotPushEventTime() {
    EventDecoder decoder = new EventDecoder(json());

    assertThat(at(decoder, "2026-11-01T08:00:00Z").event()).isNotNull();
    assertThat(Objects.requireNonNull(at(decoder, "2099-01-01T00:00:00Z").deadLetter()).getCause())
        .isEqualTo(DeadLetterCause.BAD_TIME);
    assertThat(at(decoder, "2026-11-02T07:00:00Z").event()).isNotNull();
  }

  @Test
  void aSimulatedFutureAndAFarPastPass() {
    for (String day : new String[] {"2080-03-0", "1999-03-0"}) {
      EventDecoder decoder = new EventDecoder(json());
      for (int i = 1; i < 9; i++) {
        assertThat(at(decoder, day + i + "T00:00:00Z").event()).isNotNull();
      }
    }
  }

  private static Decoded at(EventDecoder decoder, String time) {
    return decoder.decode(record(("{\"zone\":\"a\",\"at\":\"" + time + "\"}").getBytes(UTF_8)));
  }

  private static Event event(Events events, String value) {
    Decoded decoded = decode(events, value.getBytes(UTF_8));
    assertThat(decoded.deadLetter()).isNull();
    return Objects.requireNonNull(decoded.event());
  }

  private static DeadLetter deadLetter(Events events, byte @Nullable [] value) {
    Decoded decoded = decode(events, value);
    assertThat(decoded.event()).isNull();
    return Objects.requireNonNull(decoded.deadLetter());
  }

  private static Decoded decode(Events events, byte @Nullable [] value) {
    return new EventDecoder(events).decode(record(value));
  }

  private static ConsumerRecord<byte[], byte[]> record(byte @Nullable [] value) {
    return new ConsumerRecord<>(
        "events",
        3,
        17,
        INGESTED,
        TimestampType.CREATE_TIME,
        1,
        value == null ? -1 : value.length,
        new byte[] {'k'},
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  private static io.tidemill.schema.message.Event envelope(Map<String, Double> numbers) {
    return io.tidemill.schema.message.Event.newBuilder()
        .setId("e-1")
        .setKey("süd")
        .setTime(INGESTED - 5)
        .setNumbers(numbers)
        .build();
  }

  private static Events json() {
    return events(Format.JSON, new EventKey.Field("zone"), ISO, null, List.of("flow", "pressure"));
  }

  private static Events csv() {
    return events(Format.CSV, new EventKey.Field("zone"), ISO, null, List.of("flow", "pressure"));
  }

  private static Events avro() {
    return events(
        Format.AVRO,
        new EventKey.Field("key"),
        new EventTime.Field("time", new TimeFormat.EpochMillis()),
        null,
        List.of("flow", "pressure"));
  }

  private static Events events(
      Format format, EventKey key, EventTime time, @Nullable String id, List<String> numbers) {
    return new Events(
        "events",
        format,
        key,
        time,
        id,
        COLUMNS,
        numbers.stream().map(Field::number).toList(),
        Duration.ZERO,
        Duration.ofSeconds(5),
        null);
  }
}
