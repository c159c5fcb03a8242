package io.tidemill.pipeline;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/** Where the event time is found, in milliseconds since 1970-01-01T00:00Z once read. */
public sealed interface EventTime extends Serializable {

  /**
   * A field of the event.
   *
   * @param name the field or column; for {@link Format#AVRO} the envelope's {@code time}
   * @param format how the time is written there
   */
  record Field(String name, TimeFormat format) implements EventTime {
    public Field {
      Names.check("time field", name);
    }
  }

  /** The timestamp of the Kafka record; the event itself has none. */
  record OfRecord() implements EventTime {}

  /**
   * The rows of a replayed file carry no time: row n, from 0, happened at {@code start + n *
   * every}. The replay sends that along in a header of the Kafka record, whose own timestamp stays
   * that of its arrival.
   */
  record Every(Duration interval, Instant start) implements EventTime {
    public Every {
      if (interval.toMillis() < 1) {
        throw new IllegalArgumentException("every is " + interval + ": must be at least 1 ms");
      }
    }

    /** The event time of the n-th row in milliseconds. */
    public long ofRow(long n) {
      return Math.addExact(start.toEpochMilli(), Math.multiplyExact(n, interval.toMillis()));
    }
  }
}
