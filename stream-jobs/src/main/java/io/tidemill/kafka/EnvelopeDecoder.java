package io.tidemill.kafka;

import io.tidemill.pipeline.EventKey;
import io.tidemill.pipeline.Events;
import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.MessageFormatException;
import io.tidemill.schema.message.DeadLetterCause;
import java.util.Map;

/** The envelope {@link io.tidemill.schema.message.Event}, in either encoding of the messages. */
final class EnvelopeDecoder implements ValueDecoder {

  private final MessageCodec<io.tidemill.schema.message.Event> codec =
      MessageCodec.of(io.tidemill.schema.message.Event.class);
  private final Map<String, FieldRole> fields;

  private final boolean keyed;

  EnvelopeDecoder(Events events, Map<String, FieldRole> fields) {
    this.fields = fields;
    this.keyed = events.key() instanceof EventKey.Field;
  }

  @Override
  public void decode(byte[] value, EventDraft draft) throws BadRecordException {
    io.tidemill.schema.message.Event envelope;
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
