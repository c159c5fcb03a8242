package io.tidemill.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class EntityStateSerializerTest {
  private static final EntityState STATE =
      new EntityState(
          0x0123456789abcdefL,
          -2,
          1_700_000_000_000L,
          1_700_000_060_000L,
          new float[] {0.5f, -0f, Float.NaN},
          new double[] {1.25, Double.NaN, Double.NEGATIVE_INFINITY, -0.0});

  private final EntityStateSerializer serializer = new EntityStateSerializer();

  @Test
  void readsWhatItWrote() throws IOException {
    EntityState read = deserialize(serialize(STATE));

    assertThat(read).isEqualTo(STATE);
  }

  @Test
  void readsAndWritesTheBytesOfFormat1() throws IOException {
    byte[] golden = golden("entity-state-1.bin");

    assertThat(serialize(STATE)).isEqualTo(golden);
    assertThat(deserialize(golden)).isEqualTo(STATE);
  }

  @Test
  void aCopyIsIndependent() {
    EntityState copy = serializer.copy(STATE);
    assertThat(copy).isEqualTo(STATE);

    copy.memory[0] = 7;
    copy.statistics[0] = 7;

    assertThat(STATE.memory[0]).isEqualTo(0.5f);
    assertThat(STATE.statistics[0]).isEqualTo(1.25);
  }

  @Test
  void refusesAFormatFromTheFuture() throws IOException {
    byte[] bytes = serialize(STATE);
    bytes[0] = 2;

    assertThatThrownBy(() -> deserialize(bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("format version 2")
        .hasMessageContaining("up to 1");
  }

  @Test
  void refusesLengthsBeforeItAllocates() throws IOException {
    byte[] bytes = serialize(STATE);
    Arrays.fill(bytes, 33, 37, (byte) 0x7f);

    assertThatThrownBy(() -> deserialize(bytes)).hasMessageContaining("damaged");
  }

  @Test
  void isTheSameSerializerAfterARestore() {
    TypeSerializerSnapshot<EntityState> snapshot = serializer.snapshotConfiguration();

    assertThat(snapshot.restoreSerializer()).isEqualTo(serializer);
    assertThat(
            new EntityStateSerializer()
                .snapshotConfiguration()
                .resolveSchemaCompatibility(snapshot)
                .isCompatibleAsIs())
        .isTrue();
  }

  private byte[] serialize(EntityState state) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(state, out);
    return out.getCopyOfBuffer();
  }

  private EntityState deserialize(byte[] bytes) throws IOException {
    return serializer.deserialize(new DataInputDeserializer(bytes));
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = EntityStateSerializerTest.class.getResourceAsStream("/golden/" + name)) {
      assertThat(in).as("golden file %s", name).isNotNull();
      return in.readAllBytes();
    }
  }
}
