package io.tidemill.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.feature.Field;
import io.tidemill.feature.FieldForm;
import io.tidemill.pipeline.Csv;
import io.tidemill.pipeline.EventKey;
import io.tidemill.pipeline.EventTime;
import io.tidemill.pipeline.Events;
import io.tidemill.pipeline.Format;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Fields that are more than a number: arrays, texts and symbols. */
class FieldFormDecodingTest {

  private static final List<Field> FIELDS =
      List.of(
          Field.number("flow"),
          new Field("pixels", new FieldForm.Numbers(4)),
          new Field("review", new FieldForm.Text(3)),
          new Field("mood", new FieldForm.Symbol(List.of("1", "good", "true"))));
  private static final double NONE = Double.NaN;

  @Test
  void jsonCarriesAllForms() {
    assertThat(
            numbers(
                "{\"mood\": \"good\", \"pixels\": [[1, 2.5], [3, 255]], \"review\": \"ok\", \"flow\": 7}"))
        .containsExactly(7, 1, 2.5, 3, 255, NONE, 'o', 'k', 1);
  }

  @Test
  void whatIsMissingIsMissingAsAWhole() {
    assertThat(numbers("{\"pixels\": null}"))
        .containsExactly(NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE);
  }

  @Test
  void symbolsMayBeNumbersAndTruthValues() {
    assertThat(numbers("{\"mood\": 1}")[8]).isZero();
    assertThat(numbers("{\"mood\": true}")[8]).isEqualTo(2);
  }

  @Test
  void arraysOfAnotherLengthAreRefused() {
    assertThat(refusal("{\"pixels\": [1, 2, 3]}")).isEqualTo("pixels must be 4 numbers, but has 3");
    assertThat(refusal("{\"pixels\": [1, 2, 3, 4, 5]}"))
        .isEqualTo("pixels must be 4 numbers, but has more");
    assertThat(refusal("{\"pixels\": 5}"))
        .isEqualTo("pixels must be an array of numbers, but is 5");
    assertThat(refusal("{\"pixels\": [1, null, 3, 4]}")).contains("pixels must be a number");
    assertThat(refusal("{\"pixels\": [1, NaN, 3, 4]}")).isEqualTo("pixels[1] is NaN");
  }

  @Test
  void textsAndSymbolsOfAnotherTypeAreRefused() {
    assertThat(refusal("{\"review\": [1]}")).contains("review must be a string or a number");
    assertThat(refusal("{\"mood\": \"bad\"}"))
        .isEqualTo("mood must be one of [1, good, true], but is 'bad'");
    assertThat(refusal("{\"mood\": {}}")).contains("mood must be a string or a number");
  }

  @Test
  void whatHasNoMeaningIsRefusedWithWhatHas() {
    FieldForm verdict =
        new FieldForm.Symbol(List.of("honest", "fraud"), Map.of("ok", "honest", "bad", "fraud"));
    Events events =
        events(
            Format.CSV, new Csv(List.of("verdict"), ','), List.of(new Field("verdict", verdict)));
    assertThat(Objects.requireNonNull(decode(events, "bad").event()).numbers).containsExactly(1);
    assertThat(Objects.requireNonNull(decode(events, "fraud").deadLetter()).getMessage())
        .isEqualTo("verdict must be one of [bad, ok], but is 'fraud'");
  }

  @Test
  void separatedValuesCarryTextsAndSymbols() {
    Events events =
        events(
            Format.CSV,
            new Csv(List.of("mood", "review"), ','),
            List.of(FIELDS.get(2), FIELDS.get(3)));
    Decoded decoded = decode(events, "good,\"a, b\"");
    assertThat(Objects.requireNonNull(decoded.event()).numbers).containsExactly('a', ',', ' ', 1);
    assertThat(Objects.requireNonNull(decode(events, ",").event()).numbers)
        .containsExactly(NONE, NONE, NONE, NONE);
  }

  private static double[] numbers(String json) {
    Decoded decoded = decode(events(Format.JSON, new Csv(List.of(), ','), FIELDS), json);
    return Objects.requireNonNull(decoded.event()).numbers;
  }

  private static String refusal(String json) {
    Decoded decoded = decode(events(Format.JSON, new Csv(List.of(), ','), FIELDS), json);
    return Objects.requireNonNull(decoded.deadLetter()).getMessage();
  }

  private static Decoded decode(Events events, String value) {
    byte[] bytes = value.getBytes(UTF_8);
    return new EventDecoder(events)
        .decode(
            new ConsumerRecord<>(
                "events",
                0,
                0,
                1_767_571_200_000L,
                TimestampType.CREATE_TIME,
                -1,
                bytes.length,
                null,
                bytes,
                new RecordHeaders(),
                Optional.empty()));
  }

  private static Events events(Format format, Csv csv, List<Field> fields) {
    return new Events(
        "events",
        format,
        new EventKey.Constant("all"),
        new EventTime.OfRecord(),
        null,
        csv,
        fields,
        Duration.ZERO,
        Duration.ofSeconds(5),
        null);
  }
}
