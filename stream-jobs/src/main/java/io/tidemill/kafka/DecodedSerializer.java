package io.tidemill.kafka;

import io.tidemill.schema.message.DeadLetter;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** A flag, then the event or the dead letter; never in a checkpoint, for the two are chained. */
final class DecodedSerializer extends FlatSerializer<Decoded> {

  private static final long serialVersionUID = 1;

  private final TypeSerializer<Event> events = new EventSerializer();
  private final TypeSerializer<DeadLetter> deadLetters = new MessageSerializer<>(DeadLetter.class);

  @Override
  public TypeSerializer<Decoded> duplicate() {
    return new DecodedSerializer();
  }

  @Override
  public Decoded createInstance() {
    return Decoded.of(new Event());
  }

  @Override
  public void serialize(Decoded decoded, DataOutputView out) throws IOException {
    Event event = decoded.event();
    DeadLetter deadLetter = decoded.deadLetter();
    out.writeBoolean(event != null);
    if (event != null) {
      events.serialize(event, out);
    } else if (deadLetter != null) {
      deadLetters.serialize(deadLetter, out);
    }
  }

  @Override
  public Decoded deserialize(DataInputView in) throws IOException {
    return in.readBoolean()
        ? Decoded.of(events.deserialize(in))
        : Decoded.of(deadLetters.deserialize(in));
  }

  @Override
  public TypeSerializerSnapshot<Decoded> snapshotConfiguration() {
    return new Snapshot();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DecodedSerializer;
  }

  @Override
  public int hashCode() {
    return DecodedSerializer.class.hashCode();
  }

  /** Names the serializer. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Decoded> {
    public Snapshot() {
      super(DecodedSerializer::new);
    }
  }
}
