package io.tidemill.kafka;

import io.tidemill.schema.MessageCodec;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Messages between operators: the length in 4 bytes, then the bytes of {@link MessageCodec}, which
 * name their schema, so that what an earlier release left in a checkpoint stays readable.
 *
 * @param <T> a generated class of {@code io.tidemill.schema.message}
 */
public final class MessageSerializer<T extends SpecificRecordBase> extends FlatSerializer<T> {

  private static final long serialVersionUID = 1;

  private final Class<T> type;
  private transient @Nullable MessageCodec<T> codec;

  public MessageSerializer(Class<T> type) {
    this.type = type;
  }

  /** How messages of a class travel between operators. */
  public static <T extends SpecificRecordBase> TypeInformation<T> typeOf(Class<T> type) {
    return new FlatTypeInfo<>(type, new MessageSerializer<>(type));
  }

  @Override
  public TypeSerializer<T> duplicate() {
    return new MessageSerializer<>(type);
  }

  @Override
  public T createInstance() {
    try {
      return type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is no generated message class", e);
    }
  }

  @Override
  public void serialize(T message, DataOutputView out) throws IOException {
    byte[] bytes = codec().encode(message);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Override
  public T deserialize(DataInputView in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > MessageCodec.MAX_BYTES) {
      throw new IOException(
          type.getSimpleName()
              + " of "
              + length
              + " bytes, outside of 0 to "
              + MessageCodec.MAX_BYTES
              + ": the checkpoint is damaged");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return codec().decode(bytes);
  }

  @Override
  public void copy(DataInputView in, DataOutputView out) throws IOException {
    int length = in.readInt();
    out.writeInt(length);
    out.write(in, length);
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new Snapshot<>(type);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MessageSerializer<?> that && type == that.type;
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  private MessageCodec<T> codec() {
    if (codec == null) {
      codec = MessageCodec.of(type);
    }
    return codec;
  }

  /** Names the message class; the bytes themselves name the schema they were written with. */
  public static final class Snapshot<T extends SpecificRecordBase>
      implements TypeSerializerSnapshot<T> {

    private static final int VERSION = 1;

    private @Nullable Class<T> type;

    /** For Flink, which reads the rest from the checkpoint. */
    public Snapshot() {}

    Snapshot(Class<T> type) {
      this.type = type;
    }

    @Override
    public int getCurrentVersion() {
      return VERSION;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
      out.writeUTF(type().getName());
    }

    @Override
    @SuppressWarnings("unchecked") // asSubclass has checked it
    public void readSnapshot(int version, DataInputView in, ClassLoader classes)
        throws IOException {
      if (version != VERSION) {
        throw new IOException(
            "messages of format "
                + version
                + ", this release reads format "
                + VERSION
                + ": restore with the release that wrote the checkpoint");
      }
      String name = in.readUTF();
      try {
        type = (Class<T>) Class.forName(name, false, classes).asSubclass(SpecificRecordBase.class);
      } catch (ClassNotFoundException | ClassCastException e) {
        throw new IOException(name + " of the checkpoint is no message of this release", e);
      }
    }

    @Override
    public TypeSerializer<T> restoreSerializer() {
      return new MessageSerializer<>(type());
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
        TypeSerializerSnapshot<T> old) {
      return old instanceof Snapshot<T> that && that.type() == type()
          ? TypeSerializerSchemaCompatibility.compatibleAsIs()
          : TypeSerializerSchemaCompatibility.incompatible();
    }

    private Class<T> type() {
      if (type == null) {
        throw new IllegalStateException("the snapshot has not been read yet");
      }
      return type;
    }
  }
}
