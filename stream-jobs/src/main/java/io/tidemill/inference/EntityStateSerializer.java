package io.tidemill.inference;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an {@link EntityState}, big-endian: format version (1 byte), fingerprint, layout,
 * last time and timer (8 bytes each), number of floats (4) and the floats of the memory, number of
 * doubles (4) and the doubles of the statistics.
 *
 * <p>Every state carries its format version, so old states are read as they are met and nothing has
 * to be migrated at once.
 */
public final class EntityStateSerializer extends TypeSerializer<EntityState> {
  private static final long serialVersionUID = 1;

  static final byte VERSION = 1;

  /** Floats or doubles a state may hold; more is damage. */
  static final int LARGEST = 1 << 24;

  private transient byte @Nullable [] scratch;

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public TypeSerializer<EntityState> duplicate() {
    return new EntityStateSerializer();
  }

  @Override
  public EntityState createInstance() {
    return new EntityState(
        0, 0, EntityState.NEVER, EntityState.NO_TIMER, new float[0], new double[0]);
  }

  @Override
  public EntityState copy(EntityState from) {
    return from.copy();
  }

  @Override
  public EntityState copy(EntityState from, EntityState reuse) {
    return from.copy();
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public void serialize(EntityState state, DataOutputView target) throws IOException {
    int size = 1 + 4 * Long.BYTES + 2 * Integer.BYTES;
    size += state.memory.length * Float.BYTES + state.statistics.length * Double.BYTES;
    ByteBuffer bytes = ByteBuffer.wrap(scratch(size));
    bytes.put(VERSION).putLong(state.fingerprint).putLong(state.layout);
    bytes.putLong(state.lastTime).putLong(state.timer);
    bytes.putInt(state.memory.length);
    bytes.asFloatBuffer().put(state.memory);
    bytes.position(bytes.position() + state.memory.length * Float.BYTES);
    bytes.putInt(state.statistics.length);
    bytes.asDoubleBuffer().put(state.statistics);
    target.write(bytes.array(), 0, size);
  }

  @Override
  public EntityState deserialize(DataInputView source) throws IOException {
    byte version = source.readByte();
    if (version != VERSION) {
      throw new IOException(
          "entity state has format version "
              + version
              + ", this release reads up to "
              + VERSION
              + ": restore it with the release that wrote it, or a newer one");
    }
    long fingerprint = source.readLong();
    long layout = source.readLong();
    long lastTime = source.readLong();
    long timer = source.readLong();
    float[] memory = new float[length(source, "memory")];
    read(source, memory.length * Float.BYTES).asFloatBuffer().get(memory);
    double[] statistics = new double[length(source, "statistics")];
    read(source, statistics.length * Double.BYTES).asDoubleBuffer().get(statistics);
    return new EntityState(fingerprint, layout, lastTime, timer, memory, statistics);
  }

  @Override
  public EntityState deserialize(EntityState reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  private static int length(DataInputView source, String what) throws IOException {
    int length = source.readInt();
    if (length < 0 || length > LARGEST) {
      throw new IOException(
          "entity state says its " + what + " has " + length + " numbers: it is damaged");
    }
    return length;
  }

  private ByteBuffer read(DataInputView source, int size) throws IOException {
    byte[] bytes = scratch(size);
    source.readFully(bytes, 0, size);
    return ByteBuffer.wrap(bytes, 0, size);
  }

  private byte[] scratch(int size) {
    byte[] bytes = scratch;
    if (bytes == null || bytes.length < size) {
      bytes = new byte[size];
      scratch = bytes;
    }
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntityStateSerializer;
  }

  @Override
  public int hashCode() {
    return EntityStateSerializer.class.hashCode();
  }

  @Override
  public Snapshot snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer in a checkpoint; the format version is in every state. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<EntityState> {
    public Snapshot() {
      super(EntityStateSerializer::new);
    }
  }
}
