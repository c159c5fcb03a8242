package io.tidemill.local;

/**
 * Something that was truly wrong with a key.
 *
 * @param start first moment, event time, milliseconds
 * @param end first moment after it
 */
public record KnownFault(String key, long start, long end) {

  public KnownFault {
    if (end <= start) {
      throw new IllegalArgumentException(
          "fault of %s ends at %d, not after its start at %d".formatted(key, end, start));
    }
  }
}
