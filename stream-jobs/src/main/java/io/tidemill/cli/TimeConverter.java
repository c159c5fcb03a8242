package io.tidemill.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Times as {@code 2026-11-22T07:00:00Z}, and days as {@code 2026-11-22}, which begin in UTC; exact
 * to the millisecond.
 */
final class TimeConverter implements ITypeConverter<Instant> {

  @Override
  public Instant convert(String text) {
    try {
      Instant time =
          text.indexOf('T') < 0
              ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
              : Instant.parse(text);
      return Instant.ofEpochMilli(time.toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      throw new TypeConversionException(
          "'" + text + "' is no time such as 2026-11-22T07:00:00Z or 2026-11-22");
    }
  }
}
