package io.tidemill.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.pipeline.TimeFormat;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {

  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  @Test
  void agreesWithJavaTime() {
    Random random = new Random(3);
    IsoTime iso = new IsoTime(NEW_YORK);
    for (int i = 0; i < 20_000; i++) {
      long millis = (long) (random.nextDouble() * PlausibleTime.LATEST);
      Instant instant = Instant.ofEpochMilli(millis);
      OffsetDateTime offset =
          instant.atOffset(ZoneOffset.ofTotalSeconds(900 * (random.nextInt(137) - 68)));
      LocalDateTime local = LocalDateTime.ofInstant(instant, NEW_YORK);

      assertThat(iso.read(instant.toString())).isEqualTo(millis);
      assertThat(iso.read(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(offset))).isEqualTo(millis);
      assertThat(iso.read(local.toString()))
          .isEqualTo(local.atZone(NEW_YORK).toInstant().toEpochMilli());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-01T08:30:00.250Z, 2026-11-01T08:30:00.250Z",
    "2026-11-01T08:30+01:00, 2026-11-01T07:30:00Z",
    "2026-11-01T08:30:15-0130, 2026-11-01T10:00:15Z",
    "2026-11-01T08:30+05, 2026-11-01T03:30:00Z",
    "2026-11-01 08:30, 2026-11-01T13:30:00Z",
    "2026-11-01T08:30:00.123456789, 2026-11-01T13:30:00.123Z",
    "2026-07-01, 2026-07-01T04:00:00Z",
    "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z",
  })
  void readsTheFormsOfTheStandard(String text, Instant expected) {
    assertThat(new IsoTime(NEW_YORK).read(text)).isEqualTo(expected.toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026",
        "2026-13-01",
        "2026-02-30",
        "2026-11-01T",
        "2026-11-01T8:30",
        "2026-11-01T25:00",
        "2026-11-01T08:30:",
        "2026-11-01T08:30:00.",
        "2026-11-01T08:30:00.1234567890Z",
        "2026-11-01T08:30+1",
        "2026-11-01T08:30Zulu",
        "2026-11-01T08:30+19:00",
        "2026-11-01x08:30",
        "+12026-11-01",
        "20261101T083000Z",
        "٢٠٢٦-11-01",
        "2026-11-01T08:30+01:00[Europe/Paris]"
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> new IsoTime(NEW_YORK).read(text)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void readsSecondsAndMillisecondsSinceTheEpoch() {
    TimeReader millis = TimeReader.of(new TimeFormat.EpochMillis());
    TimeReader seconds = TimeReader.of(new TimeFormat.EpochSeconds());

    assertThat(millis.read("1793520000123")).isEqualTo(1_793_520_000_123L);
    assertThat(millis.read("1.793520000123E12")).isEqualTo(1_793_520_000_123L);
    assertThat(seconds.read("1793520000")).isEqualTo(1_793_520_000_000L);
    assertThat(seconds.read("1793520000.1234")).isEqualTo(1_793_520_000_123L);
    for (String text : new String[] {"NaN", "1e300", "soon", "99999999999999999999", "--1"}) {
      assertThatThrownBy(() -> seconds.read(text)).isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void readsPatternsWithAndWithoutAnOffsetOrATimeOfDay() {
    assertThat(pattern("dd.MM.yyyy HH:mm").read("01.11.2026 08:30"))
        .isEqualTo(Instant.parse("2026-11-01T13:30:00Z").toEpochMilli());
    assertThat(pattern("dd.MM.yyyy HH:mm xxx").read("01.11.2026 08:30 +01:00"))
        .isEqualTo(Instant.parse("2026-11-01T07:30:00Z").toEpochMilli());
    assertThat(pattern("yyyy/MM/dd").read("2026/07/01"))
        .isEqualTo(Instant.parse("2026-07-01T04:00:00Z").toEpochMilli());
  }

  private static TimeReader pattern(String pattern) {
    return TimeReader.of(new TimeFormat.Pattern(pattern, NEW_YORK));
  }
}
