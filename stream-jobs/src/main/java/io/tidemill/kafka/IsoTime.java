package io.tidemill.kafka;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Reads {@code yyyy-MM-dd}, then optionally {@code T} or a space and {@code HH:mm}, {@code :ss}, a
 * fraction of up to nine digits, and {@code Z}, {@code +HH:mm}, {@code +HHmm} or {@code +HH}.
 *
 * <p>By hand, because {@link java.time.format.DateTimeFormatter} would be the costliest step of
 * decoding an event. Anything below a millisecond is cut.
 *
 * @param zone of times that state no offset
 */
record IsoTime(ZoneId zone) implements TimeReader {

  @Override
  public long read(String text) {
    int year = digits(text, 0, 4);
    expect(text, 4, '-');
    int month = digits(text, 5, 2);
    expect(text, 7, '-');
    int day = digits(text, 8, 2);
    int hour = 0;
    int minute = 0;
    int second = 0;
    int milli = 0;
    int at = 10;
    if (at < text.length()) {
      if (text.charAt(at) != 'T' && text.charAt(at) != ' ') {
        throw unreadable(text);
      }
      hour = digits(text, 11, 2);
      expect(text, 13, ':');
      minute = digits(text, 14, 2);
      at = 16;
      if (at < text.length() && text.charAt(at) == ':') {
        second = digits(text, 17, 2);
        at = 19;
        if (at < text.length() && text.charAt(at) == '.') {
          int end = at + 1;
          int unit = 100;
          while (end < text.length() && end <= at + 9 && isDigit(text.charAt(end))) {
            milli += unit * (text.charAt(end++) - '0');
            unit /= 10;
          }
          if (end == at + 1) {
            throw unreadable(text);
          }
          at = end;
        }
      }
    }
    LocalDateTime local = LocalDateTime.of(year, month, day, hour, minute, second);
    long millis =
        at == text.length()
            ? local.atZone(zone).toEpochSecond() * 1000
            : (local.toEpochSecond(ZoneOffset.UTC) - offsetSeconds(text, at)) * 1000;
    return millis + milli;
  }

  private static int offsetSeconds(String text, int at) {
    char sign = text.charAt(at);
    int length = text.length() - at;
    if (sign == 'Z' && length == 1) {
      return 0;
    }
    boolean colon = length == 6 && text.charAt(at + 3) == ':';
    if ((sign != '+' && sign != '-') || !(length == 3 || length == 5 || colon)) {
      throw unreadable(text);
    }
    int hours = digits(text, at + 1, 2);
    int minutes = length == 3 ? 0 : digits(text, at + (colon ? 4 : 3), 2);
    if (hours > 18 || minutes > 59) {
      throw unreadable(text);
    }
    return (sign == '-' ? -60 : 60) * (hours * 60 + minutes);
  }

  private static int digits(String text, int from, int count) {
    if (from + count > text.length()) {
      throw unreadable(text);
    }
    int value = 0;
    for (int i = from; i < from + count; i++) {
      char c = text.charAt(i);
      if (!isDigit(c)) {
        throw unreadable(text);
      }
      value = 10 * value + c - '0';
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return '0' <= c && c <= '9';
  }

  private static void expect(String text, int at, char c) {
    if (at >= text.length() || text.charAt(at) != c) {
      throw unreadable(text);
    }
  }

  private static DateTimeException unreadable(String text) {
    return new DateTimeException("'" + text + "' is no ISO 8601 time");
  }
}
