package io.tidemill.kafka;

import io.tidemill.pipeline.EventKey;
import io.tidemill.pipeline.Events;
import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.MessageFormatException;
import io.tidemill.schema.message.DeadLetterCause;
import io.tidemill.schema.message.Event;
import java.util.Map;

/**
 * The envelope {@link Event}, in either encoding of the messages.
 *
 * <p>What is written with today's schema is read as it lies, without a map of boxed numbers; any
 * doubt is left to the codec, which reads everything and says what is wrong.
 */
final class EnvelopeDecoder implements ValueDecoder {

  private final MessageCodec<Event> codec = MessageCodec.of(Event.class);
  private final EnvelopeReader reader;
  private final Map<String, FieldRole> fields;
  private final boolean keyed;

  EnvelopeDecoder(Events events, Map<String, FieldRole> fields) {
    this.fields = fields;
    this.keyed = events.key() instanceof EventKey.Field;
    this.reader = new EnvelopeReader(codec.fingerprint(), fields, events.numbersWidth());
  }

  @Override
  public void decode(byte[] value, EventDraft draft) throws BadRecordException {
    if (reader.read(value)) {
      if (keyed) {
        draft.key(reader.key());
      }
      draft.time(reader.time());
      if (reader.id() != null) {
        draft.id(reader.id());
      }
      draft.numbers(reader.numbers());
    } else {
      decodeAll(value, draft);
    }
  }

  private void decodeAll(byte[] value, EventDraft draft) throws BadRecordException {
    Event envelope;
    try {
      envelope = codec.decode(value);
    } catch (MessageFormatException e) {
      throw new BadRecordException(DeadLetterCause.NOT_PARSEABLE, e.getMessage());
    }
    if (keyed) {
      draft.key(envelope.getKey());
    }
    draft.time(envelope.getTime());
    if (envelope.getId() != null) {
      draft.id(envelope.getId());
    }
    for (Map.Entry<String, Double> number : envelope.getNumbers().entrySet()) {
      FieldRole field = fields.get(number.getKey());
      if (field != null && field.number() >= 0 && number.getValue() != null) {
        draft.number(field, number.getValue());
      }
    }
  }
}
