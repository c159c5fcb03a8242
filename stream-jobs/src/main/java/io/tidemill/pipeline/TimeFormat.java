package io.tidemill.pipeline;

import java.io.Serializable;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

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
      formatter(pattern);
    }

    /** A formatter of the pattern in the zone; thread-safe, and costly to make: keep it. */
    public DateTimeFormatter formatter() {
      return formatter(pattern).withZone(zone);
    }

    private static DateTimeFormatter formatter(String pattern) {
      try {
        return DateTimeFormatter.ofPattern(pattern, java.util.Locale.ROOT);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "'" + pattern + "' is no pattern of a time: " + e.getMessage(), e);
      }
    }
  }
}
