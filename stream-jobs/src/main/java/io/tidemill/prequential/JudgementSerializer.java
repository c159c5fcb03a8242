package io.tidemill.prequential;

import io.tidemill.kafka.FlatSerializer;
import io.tidemill.kafka.FlatTypeInfo;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** Format 1 of a judgement: a byte with the format, then its components in their order. */
public final class JudgementSerializer extends FlatSerializer<Judgement> {
  private static final long serialVersionUID = 1;
  private static final int VERSION = 1;

  /** How judgements travel between operators. */
  public static final TypeInformation<Judgement> TYPE =
      new FlatTypeInfo<>(Judgement.class, new JudgementSerializer());

  @Override
  public TypeSerializer<Judgement> duplicate() {
    return new JudgementSerializer();
  }

  @Override
  public @Nullable Judgement createInstance() {
    return null;
  }

  @Override
  public void serialize(Judgement judgement, DataOutputView out) throws IOException {
    out.writeByte(VERSION);
    judgement.write(out);
  }

  @Override
  public Judgement deserialize(DataInputView in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException(
          "a judgement of format %d, this release reads format %d: written by a later Tidemill?"
              .formatted(version, VERSION));
    }
    return Judgement.read(in);
  }

  @Override
  public TypeSerializerSnapshot<Judgement> snapshotConfiguration() {
    return new Snapshot();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JudgementSerializer;
  }

  @Override
  public int hashCode() {
    return JudgementSerializer.class.hashCode();
  }

  /** Names the serializer; every value names its format. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Judgement> {
    public Snapshot() {
      super(JudgementSerializer::new);
    }
  }
}
