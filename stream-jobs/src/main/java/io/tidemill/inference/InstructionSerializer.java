package io.tidemill.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.kafka.FlatSerializer;
import io.tidemill.kafka.FlatTypeInfo;
import io.tidemill.snapshot.ModelSnapshotCodec;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Instructions between operators: which one (1 byte), length (4 bytes), snapshot or key. */
final class InstructionSerializer extends FlatSerializer<Instruction> {
  private static final long serialVersionUID = 1;

  static final TypeInformation<Instruction> TYPE =
      new FlatTypeInfo<>(Instruction.class, new InstructionSerializer());

  private static final int SERVE = 1;
  private static final int FORGET = 2;

  @Override
  public TypeSerializer<Instruction> duplicate() {
    return this;
  }

  @Override
  public Instruction createInstance() {
    return new Instruction.Forget("");
  }

  @Override
  public void serialize(Instruction instruction, DataOutputView out) throws IOException {
    byte[] bytes =
        instruction instanceof Instruction.Serve serve
            ? serve.snapshot()
            : ((Instruction.Forget) instruction).key().getBytes(UTF_8);
    out.writeByte(instruction instanceof Instruction.Serve ? SERVE : FORGET);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Override
  public Instruction deserialize(DataInputView in) throws IOException {
    int kind = in.readByte();
    int length = in.readInt();
    if ((kind != SERVE && kind != FORGET) || length < 0 || length > ModelSnapshotCodec.MAX_BYTES) {
      throw new IOException(
          "instruction of kind " + kind + " and " + length + " bytes: it is damaged");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return kind == SERVE
        ? new Instruction.Serve(bytes)
        : new Instruction.Forget(new String(bytes, UTF_8));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InstructionSerializer;
  }

  @Override
  public int hashCode() {
    return InstructionSerializer.class.hashCode();
  }

  @Override
  public Snapshot snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names the serializer where a checkpoint holds what is on its way. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Instruction> {
    public Snapshot() {
      super(InstructionSerializer::new);
    }
  }
}
