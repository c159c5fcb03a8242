package io.tidemill.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.kafka.ModelAssembler.Complete;
import io.tidemill.kafka.ModelAssembler.Incomplete;
import io.tidemill.kafka.ModelAssembler.Refused;
import io.tidemill.kafka.ModelAssembler.Result;
import io.tidemill.kafka.ModelAssembler.Untrusted;
import io.tidemill.pipeline.ModelSignature;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.signing.ModelSigning;
import io.tidemill.signing.TestingKeys;
import io.tidemill.snapshot.ModelVersion;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModelChunksTest {

  private final ModelAssembler assembler = new ModelAssembler("water", chunk -> null);

  @Test
  void aSnapshotThatFitsIsOneChunk() {
    List<ModelChunk> chunks = ModelChunks.split(model(1, 5000));

    assertThat(chunks).hasSize(1);
    assertThat(ModelChunks.key(chunks.get(0))).isEqualTo("water/3/1/0");
    assertThat(((Complete) assembler.add(chunks.get(0))).model())
        .usingRecursiveComparison()
        .isEqualTo(model(1, 5000));
  }

  @Test
  void chunksInAnyOrderAndTwiceComeTogether() {
    List<ModelChunk> chunks = ModelChunks.split(model(1, 5001), 1000);
    assertThat(chunks).hasSize(6);

    assertThat(assembler.add(chunks.get(5))).isEqualTo(new Incomplete(5));
    assertThat(assembler.add(chunks.get(5))).isEqualTo(new Incomplete(5));
    for (int i = 1; i < 5; i++) {
      assertThat(assembler.add(chunks.get(i))).isInstanceOf(Incomplete.class);
    }
    Result last = assembler.add(chunks.get(0));

    assertThat(((Complete) last).model().snapshot()).isEqualTo(model(1, 5001).snapshot());
    assertThat(assembler.unfinished()).isEmpty();
  }

  @Test
  void aNewerVersionReplacesAnUnfinishedOneAndOlderOnesAreRefused() {
    List<ModelChunk> one = ModelChunks.split(model(1, 2000), 1000);
    List<ModelChunk> two = ModelChunks.split(model(2, 2000), 1000);

    assembler.add(one.get(0));
    assertThat(assembler.add(two.get(0))).isEqualTo(new Incomplete(1));
    assertThat(assembler.add(one.get(1))).isInstanceOf(Refused.class);
    assertThat(assembler.add(two.get(1))).isInstanceOf(Complete.class);
    assertThat(assembler.add(two.get(1)))
        .isEqualTo(new Refused("model water 3.2, chunk 1: version 3.2 is complete already"));
  }

  @Test
  void theUnfinishedVersionSurvivesACheckpoint() {
    List<ModelChunk> chunks = ModelChunks.split(model(1, 3000), 1000);
    assembler.add(chunks.get(0));
    assembler.add(chunks.get(1));

    ModelAssembler restored = new ModelAssembler("water", chunk -> null);
    assembler.unfinished().forEach(restored::add);

    assertThat(restored.add(chunks.get(2))).isInstanceOf(Complete.class);
  }

  @Test
  void forgedChunksAreRefusedWithTheirReason() {
    ModelChunk good = ModelChunks.split(model(1, 100)).get(0);

    assertRefused(ModelChunk.newBuilder(good).setName("fire").build(), "another model");
    assertRefused(ModelChunk.newBuilder(good).setSize(Integer.MAX_VALUE).build(), "a size of");
    assertRefused(ModelChunk.newBuilder(good).setSize(-1).build(), "a size of");
    assertRefused(ModelChunk.newBuilder(good).setChunks(1 << 30).build(), "1073741824 chunks");
    assertRefused(ModelChunk.newBuilder(good).setChunk(1).build(), "chunk 1 of 1");
    assertRefused(ModelChunk.newBuilder(good).setEpoch(-1).build(), "a negative version");
    assertRefused(ModelChunk.newBuilder(good).setChecksum(0).build(), "checksum");
    assertRefused(ModelChunk.newBuilder(good).setSize(99).build(), "more bytes than");
    assertRefused(ModelChunk.newBuilder(good).setSize(101).build(), "100 bytes in place of");
    assertRefused(
        ModelChunk.newBuilder(good).setPayload(ByteBuffer.allocate(0)).build(), "no payload");
    assertThat(assembler.add(good)).isInstanceOf(Complete.class);
  }

  @Test
  void aForgedChunkTakesNoRoomAndHoldsNothingUp() {
    ModelSigning signing = TestingKeys.signing(ModelSignature.ED25519);
    ModelAssembler guarded = new ModelAssembler("water", signing.check());
    List<ModelChunk> good =
        ModelChunks.split(model(1, 2000), 1000).stream().map(signing.signer()::sign).toList();
    ModelChunk forged = ModelChunk.newBuilder(good.get(0)).setEpoch(Integer.MAX_VALUE).build();
    guarded.add(good.get(0));

    Result result = guarded.add(forged);

    assertThat(((Untrusted) result).reason())
        .startsWith("model water 2147483647.1, chunk 0: its signature (ed25519) is of another key");
    assertThat(guarded.unfinished()).containsExactly(good.get(0));
    assertThat(guarded.add(good.get(1))).isInstanceOf(Complete.class);
  }

  @Test
  void chunksThatContradictEachOtherAreDroppedTogether() {
    List<ModelChunk> chunks = ModelChunks.split(model(1, 2000), 1000);
    assembler.add(chunks.get(0));

    assertRefused(
        ModelChunk.newBuilder(chunks.get(1)).setFingerprint("ffffffffffffffff").build(),
        "contradicts");
    assertThat(assembler.unfinished()).isEmpty();
  }

  @Test
  void aTombstoneIsAChunkWithoutAPayload() {
    ModelChunk chunk = ModelChunks.split(model(7, 1500), 1000).get(1);

    ModelChunk tombstone = Objects.requireNonNull(tombstone(ModelChunks.key(chunk)));

    assertThat(ModelChunks.isPayload(chunk)).isTrue();
    assertThat(ModelChunks.isPayload(tombstone)).isFalse();
    assertThat(tombstone.getName()).isEqualTo("water");
    assertThat(ModelChunks.version(tombstone)).isEqualTo(new ModelVersion(3, 7));
    assertThat(ModelChunks.key(tombstone)).isEqualTo(ModelChunks.key(chunk));
  }

  @Test
  void keysOfOtherRecordsAreNoTombstones() {
    for (String key :
        List.of("water/0", "water/1/2/x", "a/b/1/2/3", "water/99999999999/1/0", "", "/1/1/0")) {
      assertThat(tombstone(key)).as(key).isNull();
    }
  }

  @Test
  void anEmptySnapshotIsNotPublished() {
    assertThatThrownBy(() -> ModelChunks.split(model(1, 0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void assertRefused(ModelChunk chunk, String reason) {
    Result result = assembler.add(chunk);
    assertThat(result).isInstanceOf(Refused.class);
    assertThat(((Refused) result).reason()).startsWith("model ").contains(reason);
  }

  private static @Nullable ModelChunk tombstone(String key) {
    return ModelChunks.tombstone(key.getBytes(UTF_8));
  }

  private static PublishedModel model(long sequence, int bytes) {
    byte[] snapshot = new byte[bytes];
    new Random(sequence).nextBytes(snapshot);
    return new PublishedModel(
        "water",
        new ModelVersion(3, sequence),
        "0123456789abcdef",
        OptionalLong.of(7),
        9,
        snapshot);
  }
}
