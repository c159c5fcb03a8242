package io.tidemill.kafka;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Format 1 of an event: partition, offset, time, ingestedAt, key, a flag and the id where there is
 * one, the count of the numbers (varint) and the numbers as 8 bytes each.
 */
public final class EventSerializer extends FlatSerializer<Event> {

  static final int VERSION = 1;

  private static final long serialVersionUID = 1;

  private transient @Nullable FlatText text;

  @Override
  public TypeSerializer<Event> duplicate() {
    return new EventSerializer();
  }

  @Override
  public Event createInstance() {
    return new Event();
  }

  @Override
  public void serialize(Event event, DataOutputView out) throws IOException {
    FlatText text = text();
    out.writeInt(event.partition);
    out.writeLong(event.offset);
    out.writeLong(event.time);
    out.writeLong(event.ingestedAt);
    text.write(event.key, out);
    out.writeBoolean(event.id != null);
    if (event.id != null) {
      text.write(event.id, out);
    }
    double[] numbers = event.numbers;
    FlatText.writeVarint(numbers.length, out);
    for (double number : numbers) {
      out.writeDouble(number);
    }
  }

  @Override
  public Event deserialize(DataInputView in) throws IOException {
    FlatText text = text();
    Event event = new Event();
    event.partition = in.readInt();
    event.offset = in.readLong();
    event.time = in.readLong();
    event.ingestedAt = in.readLong();
    event.key = text.read(in);
    event.id = in.readBoolean() ? text.read(in) : null;
    double[] numbers = new double[FlatText.readVarint(in)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = in.readDouble();
    }
    event.numbers = numbers;
    return event;
  }

  @Override
  public TypeSerializerSnapshot<Event> snapshotConfiguration() {
    return new Snapshot();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EventSerializer;
  }

  @Override
  public int hashCode() {
    return EventSerializer.class.hashCode();
  }

  private FlatText text() {
    if (text == null) {
      text = new FlatText();
    }
    return text;
  }

  /** Names the format of the bytes. */
  public static final class Snapshot implements TypeSerializerSnapshot<Event> {

    @Override
    public int getCurrentVersion() {
      return VERSION;
    }

    @Override
    public void writeSnapshot(DataOutputView out) {}

    @Override
    public void readSnapshot(int version, DataInputView in, ClassLoader classes)
        throws IOException {
      if (version != VERSION) {
        throw new IOException(
            "events of format "
                + version
                + ", this release reads format "
                + VERSION
                + ": restore with the release that wrote the checkpoint");
      }
    }

    @Override
    public TypeSerializer<Event> restoreSerializer() {
      return new EventSerializer();
    }

    @Override
    public TypeSerializerSchemaCompatibility<Event> resolveSchemaCompatibility(
        TypeSerializerSnapshot<Event> old) {
      return old instanceof Snapshot
          ? TypeSerializerSchemaCompatibility.compatibleAsIs()
          : TypeSerializerSchemaCompatibility.incompatible();
    }
  }
}
