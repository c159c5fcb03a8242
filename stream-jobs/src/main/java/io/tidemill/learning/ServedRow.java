package io.tidemill.learning;

import io.tidemill.prequential.ServedAnswer;
import java.util.Comparator;

/**
 * One event as it was served: what the learner is told of it.
 *
 * @param key whose event it is
 * @param id of the event, unique within its key and time
 * @param time event time, milliseconds
 * @param ingestedAt Kafka timestamp of the event's record, milliseconds
 * @param schema fingerprint of the feature schema the row was observed by
 * @param late whether it came behind the watermark of those who served it
 * @param observed columns of the feature schema before scaling, NaN where missing; not to be
 *     changed
 * @param answer that it was given
 */
@SuppressWarnings("ArrayRecordComponent") // a block of numbers, never compared
public record ServedRow(
    String key,
    String id,
    long time,
    long ingestedAt,
    long schema,
    boolean late,
    double[] observed,
    ServedAnswer answer) {

  /** Of an event whose answer nobody asks for. */
  public ServedRow(
      String key,
      String id,
      long time,
      long ingestedAt,
      long schema,
      boolean late,
      double[] observed) {
    this(key, id, time, ingestedAt, schema, late, observed, ServedAnswer.NONE);
  }

  /** The order in which the rows of one key are learned. */
  static final Comparator<ServedRow> ORDER =
      Comparator.comparingLong(ServedRow::time).thenComparing(ServedRow::id);

  boolean sameEvent(ServedRow other) {
    return time == other.time && id.equals(other.id);
  }
}
