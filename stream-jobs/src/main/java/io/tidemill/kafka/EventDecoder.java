package io.tidemill.kafka;

import io.tidemill.pipeline.EventTime;
import io.tidemill.pipeline.Events;
import io.tidemill.schema.message.DeadLetterCause;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes an event or a dead letter of every record, whatever its bytes are; throws nothing.
 *
 * <p>Keeps buffers and the newest time of each partition: belongs to one thread.
 */
public final class EventDecoder {

  private final EventTime time;
  private final ValueDecoder values;
  private final EventDraft draft;
  private final PlausibleTime plausible = new PlausibleTime();

  public EventDecoder(Events events) {
    this.time = events.time();
    this.draft = new EventDraft(events);
    Map<String, FieldRole> fields = FieldRole.of(events);
    this.values =
        switch (events.format()) {
          case JSON -> new JsonDecoder(fields);
          case CSV -> new CsvDecoder(events.csv(), fields);
          case AVRO -> new EnvelopeDecoder(events, fields);
        };
  }

  Decoded decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      Event event = event(record);
      plausible.check(event);
      return Decoded.of(event);
    } catch (BadRecordException e) {
      return Decoded.of(
          DeadLetters.of(record, e.deadLetterCause(), String.valueOf(e.getMessage())));
    } catch (RuntimeException | StackOverflowError e) { // nothing from outside stops the job
      return Decoded.of(DeadLetters.of(record, DeadLetterCause.NOT_PARSEABLE, "unforeseen: " + e));
    }
  }

  /** The event of a record, plausible or not; null: it is none. */
  public @Nullable Event readable(ConsumerRecord<byte[], byte[]> record) {
    try {
      return event(record);
    } catch (BadRecordException | RuntimeException | StackOverflowError e) {
      return null;
    }
  }

  private Event event(ConsumerRecord<byte[], byte[]> record) throws BadRecordException {
    byte[] value = record.value();
    if (value == null || value.length == 0) {
      throw new BadRecordException(
          DeadLetterCause.EMPTY, value == null ? "the value is null" : "the value has no bytes");
    }
    if (value.length > Limits.VALUE_BYTES) {
      throw new BadRecordException(
          DeadLetterCause.TOO_LARGE,
          "the value has " + value.length + " bytes, at most " + Limits.VALUE_BYTES);
    }
    draft.begin(record.partition(), record.offset(), record.timestamp());
    values.decode(value, draft);
    timeOutsideOfTheValue(record);
    return draft.finish();
  }

  private void timeOutsideOfTheValue(ConsumerRecord<byte[], byte[]> record) {
    if (time instanceof EventTime.OfRecord && record.timestamp() >= 0) {
      draft.time(record.timestamp());
    } else if (time instanceof EventTime.Every) {
      Long header = EventHeaders.time(record.headers());
      if (header != null) {
        draft.time(header);
      }
    }
  }
}
