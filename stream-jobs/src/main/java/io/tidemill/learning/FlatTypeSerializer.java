package io.tidemill.learning;

import io.tidemill.prequential.ServedAnswer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * Flink's view of the flat bytes of a type; every value begins with the version of its format, from
 * 1 up to that of this release.
 */
abstract class FlatTypeSerializer<T> extends TypeSerializerSingleton<T> {
  private static final long serialVersionUID = 1L;

  final FlatCodec codec = new FlatCodec();
  private final int version;

  /**
   * @param version of the format that is written
   */
  FlatTypeSerializer(int version) {
    this.version = version;
  }

  abstract void write(T value, DataOutput out) throws IOException;

  /**
   * Reads a value.
   *
   * @param version of the format that it was written in
   */
  abstract T read(DataInput in, int version) throws IOException;

  @Override
  public final void serialize(T value, DataOutputView out) throws IOException {
    out.writeByte(version);
    write(value, out);
  }

  @Override
  public final T deserialize(DataInputView in) throws IOException {
    int found = in.readByte();
    if (found < 1 || found > version) {
      throw new IOException(
          "%s reads formats 1 to %d, found format %d: written by a later Tidemill?"
              .formatted(getClass().getSimpleName(), version, found));
    }
    return read(in, found);
  }

  @Override
  public final T deserialize(T reuse, DataInputView in) throws IOException {
    return deserialize(in);
  }

  @Override
  public final void copy(DataInputView in, DataOutputView out) throws IOException {
    serialize(deserialize(in), out);
  }

  @Override
  public final T copy(T from, T reuse) {
    return copy(from);
  }

  @Override
  public final int getLength() {
    return -1;
  }

  @Override
  public final @Nullable T createInstance() {
    return null;
  }

  /** Of served rows, which nobody changes; format 1 had no answers. */
  static final class OfRow extends FlatTypeSerializer<ServedRow> {
    private static final long serialVersionUID = 1L;

    OfRow() {
      super(2);
    }

    @Override
    void write(ServedRow row, DataOutput out) throws IOException {
      codec.write(row, out);
    }

    @Override
    ServedRow read(DataInput in, int version) throws IOException {
      return codec.readRow(in, version > 1);
    }

    @Override
    public boolean isImmutableType() {
      return true;
    }

    @Override
    public ServedRow copy(ServedRow row) {
      return row;
    }

    @Override
    public OfRow duplicate() {
      return new OfRow();
    }

    @Override
    public TypeSerializerSnapshot<ServedRow> snapshotConfiguration() {
      return new RowSnapshot();
    }

    public static final class RowSnapshot extends SimpleTypeSerializerSnapshot<ServedRow> {
      public RowSnapshot() {
        super(OfRow::new);
      }
    }
  }

  /** Of training sequences, which nobody changes; format 1 had no answers. */
  static final class OfSequence extends FlatTypeSerializer<TrainingSequence> {
    private static final long serialVersionUID = 1L;

    OfSequence() {
      super(2);
    }

    @Override
    void write(TrainingSequence sequence, DataOutput out) throws IOException {
      codec.write(sequence, out);
      out.writeBoolean(sequence.answer() != null);
      if (sequence.answer() != null) {
        sequence.answer().write(out);
      }
    }

    @Override
    TrainingSequence read(DataInput in, int version) throws IOException {
      TrainingSequence sequence = codec.readSequence(in);
      return version > 1 && in.readBoolean() ? sequence.with(ServedAnswer.read(in)) : sequence;
    }

    @Override
    public boolean isImmutableType() {
      return true;
    }

    @Override
    public TrainingSequence copy(TrainingSequence sequence) {
      return sequence;
    }

    @Override
    public OfSequence duplicate() {
      return new OfSequence();
    }

    @Override
    public TypeSerializerSnapshot<TrainingSequence> snapshotConfiguration() {
      return new SequenceSnapshot();
    }

    public static final class SequenceSnapshot
        extends SimpleTypeSerializerSnapshot<TrainingSequence> {
      public SequenceSnapshot() {
        super(OfSequence::new);
      }
    }
  }

  /** Of the histories of keys, which their operator changes in place. */
  static final class OfHistory extends FlatTypeSerializer<KeyHistory> {
    private static final long serialVersionUID = 1L;

    OfHistory() {
      super(1);
    }

    @Override
    void write(KeyHistory history, DataOutput out) throws IOException {
      history.write(out, codec);
    }

    @Override
    KeyHistory read(DataInput in, int version) throws IOException {
      return KeyHistory.read(in, codec);
    }

    @Override
    public boolean isImmutableType() {
      return false;
    }

    @Override
    public KeyHistory copy(KeyHistory history) {
      return history.duplicate();
    }

    @Override
    public OfHistory duplicate() {
      return new OfHistory();
    }

    @Override
    public TypeSerializerSnapshot<KeyHistory> snapshotConfiguration() {
      return new HistorySnapshot();
    }

    public static final class HistorySnapshot extends SimpleTypeSerializerSnapshot<KeyHistory> {
      public HistorySnapshot() {
        super(OfHistory::new);
      }
    }
  }
}
