package io.tidemill.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClockFeatureTest {

  @ParameterizedTest
  @CsvSource({
    "MINUTE_OF_HOUR, UTC, 2026-01-05T10:15:00Z, 0.25",
    "HOUR_OF_DAY, UTC, 2026-01-05T18:00:00Z, 0.75",
    "HOUR_OF_DAY, Europe/Berlin, 2026-01-05T17:00:00Z, 0.75",
    "HOUR_OF_DAY, Europe/Berlin, 2026-07-05T16:00:00Z, 0.75",
    "HOUR_OF_DAY, -03:30, 2026-01-05T03:30:00Z, 0",
    "HOUR_OF_DAY, UTC, 1969-12-31T12:00:00Z, 0.5",
    "DAY_OF_WEEK, UTC, 2026-01-05T00:00:00Z, 0",
    "DAY_OF_WEEK, UTC, 2026-01-11T12:00:00Z, 0.9285714285714286",
    "DAY_OF_WEEK, Asia/Tokyo, 2026-01-04T15:00:00Z, 0",
    "DAY_OF_YEAR, UTC, 1970-01-01T00:00:00Z, 0",
  })
  void observesThePartOfTheCycleThatHasPassed(
      ClockPart part, String zone, Instant time, double turn) {
    assertThat(observe(new ClockFeature(part, zone), time.toEpochMilli()))
        .isCloseTo(turn, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "Europe/Berlin",
        "America/St_Johns",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "+05:45"
      })
  void localTimeIsThatOfTheCalendarAcrossEveryChangeOfOffset(String zone) {
    ZoneClock clock = ZoneClock.of(zone);
    RandomGenerator random = new SplittableRandom(1);
    long from = Instant.parse("1960-01-01T00:00:00Z").toEpochMilli();
    long until = Instant.parse("2050-01-01T00:00:00Z").toEpochMilli();
    for (int i = 0; i < 1_000; i++) {
      long time = random.nextLong(from, until);
      assertThat(clock.local(time)).isEqualTo(calendar(zone, time));
    }
    Instant change = Instant.parse("1990-01-01T00:00:00Z");
    for (int i = 0; i < 20 && ZoneId.of(zone).getRules().nextTransition(change) != null; i++) {
      change = ZoneId.of(zone).getRules().nextTransition(change).getInstant();
      for (long time = change.toEpochMilli() - 1; time <= change.toEpochMilli() + 1; time++) {
        assertThat(clock.local(time)).isEqualTo(calendar(zone, time));
      }
    }
  }

  @Test
  void theYearIsAtMostADayAndAHalfOff() {
    ClockFeature feature = new ClockFeature(ClockPart.DAY_OF_YEAR);
    for (int year = 1970; year < 2100; year++) {
      double turn = observe(feature, Instant.parse(year + "-07-01T00:00:00Z").toEpochMilli());
      double days = LocalDateTime.of(year, 7, 1, 0, 0).getDayOfYear() - 1;
      assertThat(turn * 365.2425).isCloseTo(days, within(1.5));
    }
  }

  @Test
  void endOfACycleLiesBesideItsBeginning() {
    ClockFeature feature = new ClockFeature(ClockPart.HOUR_OF_DAY);
    float[] x = new float[4];
    feature.input(new double[] {0}, 0, 0, FeatureScaling.identity(1), x, 0);
    feature.input(new double[] {0.999_999}, 0, 0, FeatureScaling.identity(1), x, 2);
    assertThat(x[2]).isCloseTo(x[0], within(1e-4f));
    assertThat(x[3]).isCloseTo(x[1], within(1e-4f));
    feature.input(new double[] {0.25}, 0, 0, FeatureScaling.identity(1), x, 0);
    assertThat(x[0]).isEqualTo(1);
    assertThat(x[1]).isCloseTo(0, within(1e-7f));
  }

  @Test
  void isNamedByItsCycleAndZone() {
    assertThat(new ClockFeature(ClockPart.DAY_OF_WEEK).name()).isEqualTo("day-of-week");
    assertThat(new ClockFeature(ClockPart.HOUR_OF_DAY, "Europe/Berlin").name())
        .isEqualTo("hour-of-day@Europe/Berlin");
  }

  @Test
  void refusesAZoneThatDoesNotExist() {
    assertThatThrownBy(() -> new ClockFeature(ClockPart.HOUR_OF_DAY, "Europe/Atlantis"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("zone is \"Europe/Atlantis\": want a name such as UTC");
  }

  private static double observe(ClockFeature feature, long time) {
    double[] row = new double[1];
    feature.observe(new double[0], new int[0], time, new double[0], new double[0], 0, row, 0);
    return row[0];
  }

  private static long calendar(String zone, long time) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(time), ZoneId.of(zone))
        .toInstant(ZoneOffset.UTC)
        .toEpochMilli();
  }
}
