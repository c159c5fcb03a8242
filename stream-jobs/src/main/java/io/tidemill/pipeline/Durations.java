package io.tidemill.pipeline;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Durations as the file writes them: {@code 250ms}, {@code 5s}, {@code 10m}, {@code 2h}, {@code
 * 7d}.
 */
final class Durations {

  private static final String TEXT = "(\\d{1,9}) ?(ms|s|m|h|d|w)";
  private static final Pattern PATTERN = Pattern.compile(TEXT);
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7));

  private Durations() {}

  /** A duration of at least {@code least} (written as in the file) and at most 100 years. */
  static Shape<Duration> atLeast(String least) {
    Duration bound = parse(least);
    Duration most = Duration.ofDays(36525);
    return Scalars.shape(
        place -> {
          String text = place.scalar(Tag.STR);
          Duration value = text == null ? null : parse(text);
          boolean good =
              value != null
                  && bound != null
                  && value.compareTo(bound) >= 0
                  && value.compareTo(most) <= 0;
          return good ? value : null;
        },
        "a duration of at least " + least + " such as 250ms, 5s, 10m, 2h or 7d",
        () -> Json.pattern(TEXT));
  }

  static @Nullable Duration parse(String text) {
    Matcher matcher = PATTERN.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    Duration unit = UNITS.get(matcher.group(2));
    return unit == null ? null : unit.multipliedBy(Long.parseLong(matcher.group(1)));
  }

  /**
   * So many times in a period.
   *
   * @param times above 0
   */
  record Rate(double times, Duration period) {

    private static final String RATE =
        "(\\d{1,9}(?:\\.\\d{1,9})?) per (second|minute|hour|day|week|" + TEXT + ")";
    private static final Pattern RATE_PATTERN = Pattern.compile(RATE);

    /** A rate such as {@code 1 per day} or {@code 2 per 180d}. */
    static final Shape<Rate> SHAPE =
        Scalars.shape(
            place -> {
              String text = place.scalar(Tag.STR);
              return text == null ? null : parse(text);
            },
            "a rate above 0 such as 1 per day or 2 per 180d",
            () -> Json.pattern(RATE));

    static @Nullable Rate parse(String text) {
      Matcher matcher = RATE_PATTERN.matcher(text);
      if (!matcher.matches()) {
        return null;
      }
      String unit = matcher.group(2);
      Duration period =
          Durations.parse(
              switch (unit) {
                case "second", "minute", "hour", "day", "week" ->
                    "1" + unit.substring(0, 1).toLowerCase(Locale.ROOT);
                default -> unit;
              });
      double times = Double.parseDouble(matcher.group(1));
      return period == null || period.isZero() || times <= 0 ? null : new Rate(times, period);
    }
  }
}
