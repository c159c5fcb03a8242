package io.tidemill.kafka;

import io.tidemill.schema.message.DeadLetterCause;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps a wrong clock from pushing the watermark so far that every later event is late.
 *
 * <p>A time is implausible before 1970 or from 2200 on; and so is one that lies more than {@link
 * #MAX_AHEAD} ahead both of the record's Kafka timestamp and of the newest event of its partition.
 * The first event of a partition after a start is measured by the range alone, so that streams of
 * the past and simulated streams of the future pass.
 */
final class PlausibleTime {

  static final long EARLIEST = 0;
  static final long LATEST = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli() - 1;
  static final Duration MAX_AHEAD = Duration.ofDays(1);

  private final Map<Integer, Newest> newest = new HashMap<>();

  private static final class Newest {
    long time = Long.MIN_VALUE;
  }

  void check(Event event) throws BadRecordException {
    if (event.time < EARLIEST || event.time > LATEST) {
      throw new BadRecordException(
          DeadLetterCause.BAD_TIME,
          "the time is " + written(event.time) + ", outside of 1970-01-01 to 2199-12-31");
    }
    Newest known = newest.computeIfAbsent(event.partition, partition -> new Newest());
    long ahead = event.time - MAX_AHEAD.toMillis();
    if (known.time != Long.MIN_VALUE && ahead > known.time && ahead > event.ingestedAt) {
      throw new BadRecordException(
          DeadLetterCause.BAD_TIME,
          "the time is "
              + written(event.time)
              + ", more than a day ahead of the record's Kafka timestamp, "
              + written(event.ingestedAt)
              + ", and of the newest event of its partition, "
              + written(known.time));
    }
    known.time = Math.max(known.time, event.time);
  }

  private static String written(long time) {
    return Instant.ofEpochMilli(time).toString();
  }
}
