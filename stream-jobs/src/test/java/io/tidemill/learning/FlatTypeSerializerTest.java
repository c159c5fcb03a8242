package io.tidemill.learning;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.prequential.ServedAnswer;
import io.tidemill.snapshot.ModelVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Objects;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatTypeSerializerTest {
  private static final double[] VALUES = {1.5, Double.NaN, -0.0, Double.MIN_VALUE, 1e300, 7};

  private static final ServedAnswer ANSWER =
      new ServedAnswer(new ModelVersion(3, 1L << 40), true, new double[] {0.25, -0.0});
  private static final TrainingSequence SEQUENCE =
      new TrainingSequence("Schlüssel", "3-17", 1_700_000_000_000L, 12, 3, VALUES, ANSWER);
  private static final ServedRow ROW =
      new ServedRow("k", "", -1, 1_700_000_000_000L, 0x0123456789abcdefL, true, VALUES, ANSWER);

  @Test
  void readsTheGoldenBytesOfEveryFormat() throws IOException {
    for (int format = 1; format <= 2; format++) {
      TrainingSequence sequence =
          read(new FlatTypeSerializer.OfSequence(), golden("training-sequence." + format + ".hex"));
      assertThat(sequence.key()).isEqualTo("Schlüssel");
      assertThat(sequence.observed()).isEqualTo(VALUES);
      assertThat(sequence.answer())
          .usingRecursiveComparison()
          .isEqualTo(format > 1 ? ANSWER : null);
      ServedRow row = read(new FlatTypeSerializer.OfRow(), golden("served-row." + format + ".hex"));
      assertThat(row.schema()).isEqualTo(0x0123456789abcdefL);
      assertThat(row.observed()).isEqualTo(VALUES);
      assertThat(row.answer())
          .usingRecursiveComparison()
          .isEqualTo(format > 1 ? ANSWER : ServedAnswer.NONE);
    }
    KeyHistory history = read(new FlatTypeSerializer.OfHistory(), golden("key-history.1.hex"));
    assertThat(history.copy()).isEqualTo(history().copy());
  }

  @Test
  void writesTheGoldenBytesOfItsFormat() throws IOException {
    assertThat(bytes(new FlatTypeSerializer.OfSequence(), SEQUENCE))
        .isEqualTo(golden("training-sequence.2.hex"));
    assertThat(bytes(new FlatTypeSerializer.OfRow(), ROW)).isEqualTo(golden("served-row.2.hex"));
    assertThat(bytes(new FlatTypeSerializer.OfHistory(), history()))
        .isEqualTo(golden("key-history.1.hex"));
  }

  @Test
  void copiesOfAHistoryAreIndependent() {
    KeyHistory history = history();
    KeyHistory copy = new FlatTypeSerializer.OfHistory().copy(history);
    history.add(new double[] {9, 9}, 9);

    assertThat(copy.copy()).isEqualTo(history().copy()).isNotEqualTo(history.copy());
  }

  @Test
  void historiesContinueAfterReading() throws IOException {
    KeyHistory history = history();
    KeyHistory read =
        read(
            new FlatTypeSerializer.OfHistory(), bytes(new FlatTypeSerializer.OfHistory(), history));
    for (int i = 10; i < 20; i++) {
      history.add(new double[] {i, -i}, i);
      read.add(new double[] {i, -i}, i);
      assertThat(read.copy()).isEqualTo(history.copy());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"01ffffffff", "0100000001", "0140000000", "02", "03"})
  void refusesWhatIsCutCorruptedOrNewer(String hex) {
    assertThatThrownBy(
            () -> read(new FlatTypeSerializer.OfSequence(), HexFormat.of().parseHex(hex)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void restoresSerializersFromTheirSnapshots() {
    for (TypeSerializer<?> serializer :
        new TypeSerializer<?>[] {
          new FlatTypeSerializer.OfRow(),
          new FlatTypeSerializer.OfSequence(),
          new FlatTypeSerializer.OfHistory()
        }) {
      TypeSerializerSnapshot<?> snapshot = serializer.snapshotConfiguration();
      assertThat(snapshot.restoreSerializer()).isEqualTo(serializer);
      assertThat(serializer.duplicate()).isNotSameAs(serializer).isEqualTo(serializer);
    }
  }

  private static KeyHistory history() {
    KeyHistory history = new KeyHistory(2, 3);
    for (int i = 0; i < 5; i++) {
      history.add(new double[] {i, -i}, i);
    }
    return history;
  }

  private static <T> byte[] bytes(TypeSerializer<T> serializer, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    return out.getCopyOfBuffer();
  }

  private static <T> T read(TypeSerializer<T> serializer, byte[] bytes) throws IOException {
    return serializer.deserialize(new DataInputDeserializer(bytes));
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            FlatTypeSerializerTest.class.getResourceAsStream("/golden/learning/" + name), name)) {
      return HexFormat.of().parseHex(new String(in.readAllBytes(), US_ASCII).strip());
    }
  }
}
