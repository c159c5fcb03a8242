package io.tidemill.kafka;

import io.tidemill.schema.message.ServedFeatures;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** The partition in 4 bytes, then the message. */
final class FeatureRowSerializer extends FlatSerializer<FeatureRow> {

  private static final long serialVersionUID = 1;

  private final TypeSerializer<ServedFeatures> features =
      new MessageSerializer<>(ServedFeatures.class);

  @Override
  public TypeSerializer<FeatureRow> duplicate() {
    return new FeatureRowSerializer();
  }

  @Override
  public FeatureRow createInstance() {
    return new FeatureRow(0, new ServedFeatures());
  }

  @Override
  public void serialize(FeatureRow row, DataOutputView out) throws IOException {
    out.writeInt(row.partition());
    features.serialize(row.features(), out);
  }

  @Override
  public FeatureRow deserialize(DataInputView in) throws IOException {
    return new FeatureRow(in.readInt(), features.deserialize(in));
  }

  @Override
  public TypeSerializerSnapshot<FeatureRow> snapshotConfiguration() {
    return new Snapshot();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FeatureRowSerializer;
  }

  @Override
  public int hashCode() {
    return FeatureRowSerializer.class.hashCode();
  }

  /** Names the serializer. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<FeatureRow> {
    public Snapshot() {
      super(FeatureRowSerializer::new);
    }
  }
}
