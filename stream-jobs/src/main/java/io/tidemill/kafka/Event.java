package io.tidemill.kafka;

import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * One decoded event: the lean record that crosses keyBy.
 *
 * <p>Plain fields for the sake of the hot path; nobody changes an event once it has been emitted.
 */
public final class Event {

  /** How events travel between operators. */
  public static final TypeInformation<Event> TYPE =
      new FlatTypeInfo<>(Event.class, new EventSerializer());

  /** Kafka partition of the record. */
  public int partition;

  /** Kafka offset of the record. */
  public long offset;

  /** The producer's id; null when the stream has none. */
  public @Nullable String id;

  /** Whose memory the event belongs to. */
  public String key = "";

  /** Event time, milliseconds since 1970-01-01T00:00Z. */
  public long time;

  /** Kafka timestamp of the record, milliseconds. */
  public long ingestedAt;

  /** The declared number fields of the pipeline, in its order; NaN: missing. */
  public double[] numbers = {};

  /** The producer's id, or {@code partition-offset} where there is none. */
  public String eventId() {
    return id != null ? id : partition + "-" + offset;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Event that
        && partition == that.partition
        && offset == that.offset
        && Objects.equals(id, that.id)
        && key.equals(that.key)
        && time == that.time
        && ingestedAt == that.ingestedAt
        && Arrays.equals(numbers, that.numbers);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(offset) * 31 + partition;
  }

  @Override
  public String toString() {
    return "Event["
        + eventId()
        + " key="
        + key
        + " time="
        + time
        + " numbers="
        + Arrays.toString(numbers)
        + "]";
  }
}
