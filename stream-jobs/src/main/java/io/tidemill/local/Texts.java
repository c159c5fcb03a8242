package io.tidemill.local;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Numbers and times as people read them. */
public final class Texts {

  private static final DateTimeFormatter EVENT_TIME =
      DateTimeFormatter.ofPattern("EEE d MMM yyyy HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY_AND_HOUR =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

  private Texts() {}

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** "9 ms", "1.25 s", "42 s"; "–" for NaN. */
  static String duration(double millis) {
    if (Double.isNaN(millis)) {
      return "–";
    }
    if (millis < 1000) {
      return String.format(Locale.ROOT, "%.0f ms", millis);
    }
    return millis < 10_000
        ? String.format(Locale.ROOT, "%.2f s", millis / 1000)
        : String.format(Locale.ROOT, "%.0f s", millis / 1000);
  }

  static String percentiles(Percentiles percentiles) {
    return "p50 " + duration(percentiles.p50()) + "  p99 " + duration(percentiles.p99());
  }

  /** "1:05" or "2:01:05". */
  static String clock(double seconds) {
    long whole = (long) seconds;
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }

  /** With so many digits behind the point; "–" for NaN. */
  static String fixed(double value, int digits) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** The naive answers' figures, each behind its name. */
  static String naives(Quality quality, int digits, String behindName, String between) {
    return quality.naives().entrySet().stream()
        .map(naive -> naive.getKey() + behindName + fixed(naive.getValue(), digits))
        .collect(Collectors.joining(between));
  }

  /** A measurement to four digits. */
  static String reading(double value) {
    double size = Math.abs(value);
    int digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
    return size < 1e7 ? fixed(value, digits) : String.format(Locale.ROOT, "%.3g", value);
  }

  static String eventTime(long millis) {
    return millis == Long.MIN_VALUE ? "–" : EVENT_TIME.format(Instant.ofEpochMilli(millis));
  }

  static String dayAndHour(long millis) {
    return DAY_AND_HOUR.format(Instant.ofEpochMilli(millis));
  }

  /** The version in service and how long ago it was published. */
  static String model(Progress progress, long now) {
    if (progress.model() == null) {
      return "none yet";
    }
    String version = progress.model().epoch() + "." + progress.model().sequence();
    if (progress.publishedAt() == null) {
      return version;
    }
    double ageMs = Math.max(0, now - progress.publishedAt());
    return version + ", " + duration(ageMs) + " old";
  }

  /** A key from outside, without what a terminal would take as a command. */
  public static String printable(String key) {
    return CONTROL.matcher(key).replaceAll("\uFFFD");
  }
}
