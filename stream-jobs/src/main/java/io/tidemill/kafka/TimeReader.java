package io.tidemill.kafka;

import io.tidemill.pipeline.TimeFormat;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

/** Reads a written time to milliseconds since 1970-01-01T00:00Z; throws a RuntimeException. */
@FunctionalInterface
interface TimeReader {

  long read(String text);

  static TimeReader of(TimeFormat format) {
    if (format instanceof TimeFormat.Iso iso) {
      return new IsoTime(iso.zone());
    }
    if (format instanceof TimeFormat.EpochMillis) {
      return text -> scaled(text, 1);
    }
    if (format instanceof TimeFormat.EpochSeconds) {
      return text -> scaled(text, 1000);
    }
    TimeFormat.Pattern pattern = (TimeFormat.Pattern) format;
    DateTimeFormatter formatter = pattern.formatter();
    return text -> pattern(text, formatter, pattern.zone());
  }

  private static long scaled(String text, int milliseconds) {
    boolean whole = true;
    for (int i = 0; i < text.length(); i++) {
      whole &= Character.isDigit(text.charAt(i)) || (i == 0 && text.charAt(i) == '-');
    }
    if (whole) {
      return Math.multiplyExact(Long.parseLong(text), milliseconds);
    }
    double value = Double.parseDouble(text) * milliseconds;
    if (!(Math.abs(value) < 1L << 53)) {
      throw new ArithmeticException("out of range");
    }
    return Math.round(value);
  }

  private static long pattern(String text, DateTimeFormatter formatter, ZoneId zone) {
    TemporalAccessor parsed =
        formatter.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
    if (parsed instanceof ZonedDateTime time) {
      return time.toInstant().toEpochMilli();
    }
    LocalDateTime local =
        parsed instanceof LocalDateTime time ? time : ((LocalDate) parsed).atStartOfDay();
    return local.atZone(zone).toInstant().toEpochMilli();
  }
}
