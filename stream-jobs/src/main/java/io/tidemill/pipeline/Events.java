package io.tidemill.pipeline;

import io.tidemill.feature.Field;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stream of events: its topic and how a record becomes key, time and numbers.
 *
 * @param topic the Kafka topic
 * @param key whose memory the event belongs to
 * @param id the field with the producer's id; null: topic partition and offset name the event
 * @param csv the columns of {@link Format#CSV}
 * @param fields what the features read, in the order of {@code Event.numbers}
 * @param outOfOrderness how much older than the newest event of its partition an event may be
 *     before it is late
 * @param idleAfter a partition without events for this long (by the clock) holds up nobody
 * @param wide of a replayed file whose header row holds the keys: the number that its cells are,
 *     each cell one event; null: a row is an event
 */
public record Events(
    String topic,
    Format format,
    EventKey key,
    EventTime time,
    @Nullable String id,
    Csv csv,
    List<Field> fields,
    Duration outOfOrderness,
    Duration idleAfter,
    @Nullable String wide)
    implements Serializable {

  /** Doubles of an event: the widths of its fields. */
  public int numbersWidth() {
    return fields.stream().mapToInt(field -> field.form().width()).sum();
  }

  public Events {
    Names.check("topic", topic);
    fields = List.copyOf(fields);
    if (outOfOrderness.isNegative()) {
      throw new IllegalArgumentException(
          "out-of-orderness is " + outOfOrderness + ": must not be negative");
    }
    if (idleAfter.isNegative() || idleAfter.isZero()) {
      throw new IllegalArgumentException("idle-after is " + idleAfter + ": must be positive");
    }
  }
}
