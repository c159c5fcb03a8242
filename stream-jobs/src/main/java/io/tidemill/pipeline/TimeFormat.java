package io.tidemill.pipeline;

import java.io.Serializable;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** How a time is written. */
public sealed interface TimeFormat extends Serializable {

  /**
   * ISO 8601, such as {@code 2026-11-01T08:30:00.250Z}, {@code 2026-11-01T08:30+01:00} or {@code
   * 2026-11-01 08:30}.
   *
   * @param zone of times that state no offset
   */
  record Iso(ZoneId zone) implements TimeFormat {}

  /** A number: milliseconds since 1970-01-01T00:00Z. */
  record EpochMillis() implements TimeFormat {}

  /** A number: seconds since 1970-01-01T00:00Z, fractions allowed. */
  record EpochSeconds() implements TimeFormat {}

  /**
   * A pattern of {@link DateTimeFormatter}, such as {@code yyyy-MM-dd HH:mm:ss}.
   *
   * @param zone of times that state no offset
   */
  record Pattern(String pattern, ZoneId zone) implements TimeFormat {
    public Pattern {
      if (!isPattern(pattern)) {
        throw new IllegalArgumentException(
            "'" + pattern + "' is no pattern of a date: write one such as yyyy-MM-dd HH:mm:ss");
      }
    }

    /**
     * Whether these are letters that {@link DateTimeFormatter} knows, a year and a day among them.
     */
    static boolean isPattern(String pattern) {
      String letters = pattern.replaceAll("'[^']*'", "");
      if (!letters.matches("(?s).*[yu].*") || !letters.matches("(?s).*[dD].*")) {
        return false;
      }
      try {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT) != null;
      } catch (IllegalArgumentException e) {
        return false;
      }
    }

    /**
     * Reads what {@code Instant.from} understands; hours that the pattern does not mention are 0.
     * Thread-safe, and costly to make: keep it.
     */
    public DateTimeFormatter formatter() {
      DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().appendPattern(pattern);
      if (!pattern.matches("(?s).*[HhKkAnN].*")) {
        builder.parseDefaulting(ChronoField.HOUR_OF_DAY, 0);
      }
      return builder.toFormatter(Locale.ROOT).withZone(zone);
    }
  }
}
