package io.tidemill.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Durations as pipeline files write them: {@code 500ms}, {@code 90s}, {@code 2m}, {@code 1h},
 * {@code 7d}.
 */
final class DurationConverter implements ITypeConverter<Duration> {

  private static final Pattern PATTERN = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");

  @Override
  public Duration convert(String text) {
    Matcher matcher = PATTERN.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new TypeConversionException("'" + text + "' is no duration above 0 such as 90s or 2m");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
