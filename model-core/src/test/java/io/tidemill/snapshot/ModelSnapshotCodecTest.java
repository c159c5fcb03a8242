package io.tidemill.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelSnapshotCodecTest {

  @Test
  void givesBackWhatWasEncoded() throws SnapshotFormatException {
    ModelSnapshot snapshot = Snapshots.snapshot();
    assertEqual(ModelSnapshotCodec.decode(ModelSnapshotCodec.encode(snapshot)), snapshot);
  }

  /** The file of format 1 was written once; it is read, and written again, to the bit. */
  @Test
  void theGoldenFileIsReadAndWrittenAsEver() throws Exception {
    byte[] golden = golden("snapshot-format-1.bin");
    assertEqual(ModelSnapshotCodec.decode(golden), Snapshots.snapshot());
    assertThat(ModelSnapshotCodec.encode(Snapshots.snapshot())).isEqualTo(golden);
  }

  /** The files of format 2 were written once, too. */
  @ParameterizedTest
  @EnumSource(names = "FLOAT32", mode = EnumSource.Mode.EXCLUDE)
  void lighterGoldenFilesAreReadAndWrittenAsEver(Precision precision) throws Exception {
    String name = precision.name().toLowerCase(Locale.ROOT);
    byte[] golden = golden("snapshot-format-2-" + name + ".bin");
    ModelSnapshot whole = Snapshots.snapshot();
    ModelSnapshot rounded =
        new ModelSnapshot(
            whole.spec(),
            whole.version(),
            precision.rounded(whole.weights()),
            whole.scaling(),
            whole.provenance());
    assertEqual(ModelSnapshotCodec.decode(golden), rounded);
    assertThat(ModelSnapshotCodec.encode(whole, precision)).isEqualTo(golden);
  }

  /** The file of format 3 was written once, too. */
  @ParameterizedTest
  @EnumSource
  void theTrainersStateComesBackWithTheWeights(Precision precision) throws Exception {
    byte[] state = "what a trainer goes on from".getBytes(StandardCharsets.UTF_8);
    ModelSnapshot snapshot = Snapshots.snapshot().withTrainerState(state);
    byte[] bytes = ModelSnapshotCodec.encode(snapshot, precision);
    ModelSnapshot read = ModelSnapshotCodec.decode(bytes);
    assertThat(read.trainerState()).isEqualTo(state);
    assertThat(read.weights().data()).isEqualTo(precision.rounded(snapshot.weights()).data());
    byte[] without = ModelSnapshotCodec.encode(Snapshots.snapshot(), precision);
    assertThat(ModelSnapshotCodec.decode(without).trainerState()).isEmpty();
    if (precision == Precision.INT8) {
      byte[] golden = golden("snapshot-format-3-int8.bin");
      assertThat(bytes).isEqualTo(golden);
    }
  }

  /** The file of format 4 was written once, too. */
  @Test
  void theTablesOfTheScalingComeBackWithIt() throws Exception {
    byte[] golden = golden("snapshot-format-4.bin");
    assertThat(ModelSnapshotCodec.encode(Snapshots.tabled())).isEqualTo(golden);
    assertEqual(ModelSnapshotCodec.decode(golden), Snapshots.tabled());
    byte[] state = {1, 2, 3};
    ModelSnapshot trained =
        ModelSnapshotCodec.decode(
            ModelSnapshotCodec.encode(Snapshots.tabled().withTrainerState(state)));
    assertThat(trained.trainerState()).isEqualTo(state);
    assertThat(trained.scaling()).isEqualTo(Snapshots.tabled().scaling());
  }

  @Test
  void refusesATableBeyondItsBytesWithoutAllocatingIt() throws Exception {
    byte[] whole = ModelSnapshotCodec.encode(Snapshots.tabled());
    int table = Integer.BYTES + 3 * Double.BYTES;
    int empty = (Snapshots.tabled().scaling().width() - 1) * Integer.BYTES;
    int rest = 11 + 1 + 6 * Integer.BYTES + 4 * Long.BYTES; // provenance, state, checksum
    int at = whole.length;
    for (int i = whole.length - table - empty - rest; i < whole.length - Integer.BYTES; i++) {
      if (ByteBuffer.wrap(whole).getInt(i) == 3 && at == whole.length) {
        at = i;
      }
    }
    ByteBuffer.wrap(whole).putInt(at, Integer.MAX_VALUE / Double.BYTES);
    assertThatThrownBy(() -> ModelSnapshotCodec.decode(sealed(whole)))
        .hasMessageContaining("ends within numbers at byte " + (at + Integer.BYTES));
  }

  @Test
  void refusesAStateBeyondItsBytesWithoutAllocatingIt() {
    byte[] state = new byte[40];
    byte[] whole = ModelSnapshotCodec.encode(Snapshots.snapshot().withTrainerState(state));
    int at = whole.length - Integer.BYTES - state.length;
    ByteBuffer.wrap(whole).putInt(at - Integer.BYTES, Integer.MAX_VALUE);
    assertThatThrownBy(() -> ModelSnapshotCodec.decode(sealed(whole)))
        .hasMessageContaining("ends within trainer state at byte " + at);
  }

  @Test
  void refusesAPrecisionThatThereIsNot() {
    byte[] whole = ModelSnapshotCodec.encode(Snapshots.snapshot(), Precision.INT8);
    int at = 24 + Snapshots.spec().canonicalText().getBytes(StandardCharsets.UTF_8).length + 20;
    whole[at] = 9;
    assertThatThrownBy(() -> ModelSnapshotCodec.decode(sealed(whole)))
        .hasMessageContaining("precision 9 at byte " + at);
  }

  private static byte[] golden(String file) throws IOException {
    try (InputStream in = ModelSnapshotCodecTest.class.getResourceAsStream("/golden/" + file)) {
      assertThat(in).isNotNull();
      return in.readAllBytes();
    }
  }

  private static void assertEqual(ModelSnapshot actual, ModelSnapshot expected) {
    assertThat(actual.spec()).isEqualTo(expected.spec());
    assertThat(actual.version()).isEqualTo(expected.version());
    assertThat(actual.weights().data()).isEqualTo(expected.weights().data());
    assertThat(actual.weights().layout()).isEqualTo(expected.weights().layout());
    assertThat(actual.scaling()).isEqualTo(expected.scaling());
    assertThat(actual.provenance()).isEqualTo(expected.provenance());
    assertThat(actual.fingerprint()).isEqualTo(expected.fingerprint());
  }

  @Test
  void refusesEveryCut() {
    byte[] whole = ModelSnapshotCodec.encode(Snapshots.snapshot());
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> ModelSnapshotCodec.decode(cut))
          .isInstanceOf(SnapshotFormatException.class);
    }
    assertThatThrownBy(() -> ModelSnapshotCodec.decode(Arrays.copyOf(whole, whole.length - 7)))
        .hasMessageContaining(
            whole.length + " bytes by its header, here are " + (whole.length - 7));
  }

  @Test
  void refusesEveryAlteredByte() {
    byte[] whole = ModelSnapshotCodec.encode(Snapshots.snapshot());
    for (int i = 0; i < whole.length; i++) {
      byte[] altered = whole.clone();
      altered[i] ^= 0x10;
      assertThatThrownBy(() -> ModelSnapshotCodec.decode(altered))
          .isInstanceOf(SnapshotFormatException.class);
    }
    byte[] altered = whole.clone();
    altered[whole.length - 100]++;
    assertThatThrownBy(() -> ModelSnapshotCodec.decode(altered)).hasMessageContaining("checksum");
  }

  /** Bytes made to pass the checksum are refused for what they say, and never anything else. */
  @Test
  void refusesNonsenseThatChecksOut() {
    byte[] whole = ModelSnapshotCodec.encode(Snapshots.snapshot());
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] altered = whole.clone();
      for (int k = 0; k < 3; k++) {
        altered[20 + random.nextInt(whole.length - 24)] = (byte) random.nextInt();
      }
      try {
        ModelSnapshotCodec.decode(sealed(altered));
      } catch (SnapshotFormatException e) {
        assertThat(e).hasMessageContaining("the snapshot");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1000);
  }

  @Test
  void refusesSizesBeyondItsBytesWithoutAllocatingThem() {
    byte[] whole = ModelSnapshotCodec.encode(Snapshots.snapshot());
    ByteBuffer.wrap(whole).putInt(20, Integer.MAX_VALUE);
    assertThatThrownBy(() -> ModelSnapshotCodec.decode(sealed(whole)))
        .hasMessageContaining("ends within spec at byte 24: it needs 2147483647 bytes");
    assertThatThrownBy(
            () ->
                decodeWith(
                    "\"inputSize\":6,\"hiddenSize\":3",
                    "\"inputSize\":6,\"hiddenSize\":2000000000"))
        .hasMessageContaining("refused");
  }

  @Test
  void saysWhatASpecLacks() {
    assertThatThrownBy(() -> decodeWith("\"Gru\"", "\"Grue\""))
        .hasMessageContaining(
            "spec.network.layers[0]: no Layer is called Grue; there are [Dense, Gru");
    assertThatThrownBy(() -> decodeWith("\"number\"", "\"java.lang.Runtime\""))
        .hasMessageContaining("no feature is called \"java.lang.Runtime\"");
    assertThatThrownBy(() -> decodeWith("\"hiddenSize\"", "\"hidden\""))
        .hasMessageContaining("Gru has [inputSize, hiddenSize, reset]");
    assertThatThrownBy(() -> decodeWith("\"hiddenSize\":3", "\"hiddenSize\":0"))
        .hasMessageContaining("gru.hiddenSize is 0: it must be at least 1");
    assertThatThrownBy(() -> decodeWith("\"pumps\"", "\"stumps\""))
        .hasMessageContaining("fingerprint");
  }

  @Test
  void refusesOtherFilesAndLaterFormats() {
    assertThatThrownBy(
            () ->
                ModelSnapshotCodec.decode(
                    "GIF89a, and more of it".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("no snapshot");
    byte[] later = ModelSnapshotCodec.encode(Snapshots.snapshot());
    later[11] = 5;
    assertThatThrownBy(() -> ModelSnapshotCodec.decode(later))
        .hasMessageContaining("format 5, this Tidemill reads 1 to 4: upgrade it");
  }

  private static void decodeWith(String part, String replacement) throws SnapshotFormatException {
    byte[] whole = ModelSnapshotCodec.encode(Snapshots.snapshot());
    String spec = Snapshots.spec().canonicalText();
    assertThat(spec).contains(part);
    byte[] changed = spec.replace(part, replacement).getBytes(StandardCharsets.UTF_8);
    int length = spec.getBytes(StandardCharsets.UTF_8).length;
    byte[] bytes = new byte[whole.length - length + changed.length];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    buffer.put(whole, 0, 12).putLong(bytes.length).putInt(changed.length).put(changed);
    buffer.put(whole, 24 + length, whole.length - 24 - length);
    ModelSnapshotCodec.decode(sealed(bytes));
  }

  /** The bytes with the right checksum at their end. */
  private static byte[] sealed(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - 4);
    ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
    return bytes;
  }
}
