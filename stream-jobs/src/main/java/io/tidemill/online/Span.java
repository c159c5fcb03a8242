package io.tidemill.online;

/**
 * The rows of each key, counted from 0, that are judged.
 *
 * @param from first row
 * @param to the row after the last
 * @param unit first rows of a key whose deviation is the unit of its errors
 */
public record Span(long from, long to, long unit) {

  public Span {
    if (from < 0 || to <= from || unit < 0) {
      throw new IllegalArgumentException(
          "rows %d to %d, unit of %d rows: want from 0 on, the first number the smaller"
              .formatted(from, to, unit));
    }
  }

  boolean holds(long row) {
    return row >= from && row < to;
  }
}
