package io.tidemill.kafka;

import static io.tidemill.kafka.TestingVersions.FINGERPRINT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.control.KnownVersion;
import io.tidemill.control.Order;
import io.tidemill.pipeline.ModelSignature;
import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.signing.ModelSigning;
import io.tidemill.signing.TestingKeys;
import io.tidemill.snapshot.ModelVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionsSoFarTest {
  private final MessageCodec<ModelChunk> codec = MessageCodec.of(ModelChunk.class);
  private VersionsSoFar versions =
      new VersionsSoFar("swing", chunk -> null, FINGERPRINT, List.of());
  private long offset;

  @Test
  void anEmptyTopicHasNothingInService() {
    assertThat(inService()).isEqualTo(InService.NOTHING);
    assertThat(versions.emptyChunks()).isEmpty();
  }

  @Test
  void theNewestVersionIsInService() {
    publish("swing", 2, 7, "older");
    publish("swing", 3, 1, "newer");

    assertThat(inService()).isEqualTo(new InService(3, "newer".getBytes(UTF_8)));
    assertThat(known()).containsExactly(new ModelVersion(2, 7), new ModelVersion(3, 1));
  }

  @Test
  void anOrderChoosesAnother() {
    versions =
        new VersionsSoFar(
            "swing",
            chunk -> null,
            FINGERPRINT,
            List.of(new Order.Pin(new ModelVersion(2, 7)).message("id", 1, "me", "")));
    publish("swing", 2, 6, "oldest");
    publish("swing", 2, 7, "older");
    publish("swing", 3, 1, "newer");

    assertThat(inService()).isEqualTo(new InService(3, "older".getBytes(UTF_8)));
  }

  @Test
  void whatIsNotSignedAsItMustBeDoesNotCount() {
    ModelSigning signing = TestingKeys.signing(ModelSignature.HMAC_SHA256);
    versions = new VersionsSoFar("swing", signing.check(), FINGERPRINT, List.of());
    add(
        TestingVersions.chunks("swing", 2, 7, FINGERPRINT, "signed").stream()
            .map(signing.signer()::sign)
            .toList());
    publish("swing", 9, 1, "forged");

    assertThat(inService()).isEqualTo(new InService(2, "signed".getBytes(UTF_8)));
    assertThat(known()).containsExactly(new ModelVersion(2, 7));
    assertThat(versions.untrusted()).isEqualTo(1);
    assertThat(versions.objection())
        .isEqualTo("model swing 9.1, chunk 0: is not signed: signed-models is hmac-sha256");
  }

  @Test
  void aVersionOfAnotherNetworkIsNotInService() {
    publish("swing", 2, 7, "ours");
    add(TestingVersions.chunks("swing", 3, 1, "ffffffffffffffff", "theirs"));

    assertThat(inService()).isEqualTo(new InService(3, "ours".getBytes(UTF_8)));
  }

  @Test
  void aDroppedVersionIsGoneButItsEpochCounts() {
    publish("swing", 2, 7, "older");
    List<ModelChunk> newer = publish("swing", 3, 1, "newer");
    versions.add(ModelChunks.key(newer.get(0)).getBytes(UTF_8), null, offset++);

    assertThat(versions.inService(version -> TestingVersions.published("swing", 2, 7, "", "read")))
        .as("had been passed by")
        .isEqualTo(new InService(3, "read".getBytes(UTF_8)));
    assertThat(known()).containsExactly(new ModelVersion(2, 7));
  }

  @Test
  void passesOverWhatIsNoChunkOfTheModel() {
    publish("swing", 2, 7, "model");
    versions.add("swing/0".getBytes(UTF_8), null, offset++);
    versions.add(null, null, offset++);
    versions.add(null, "not a message".getBytes(UTF_8), offset++);
    publish("other", 9, 9, "other");

    assertThat(inService()).isEqualTo(new InService(2, "model".getBytes(UTF_8)));
  }

  @Test
  void anEpochCountsEvenIfItsVersionIsIncomplete() {
    publish("swing", 2, 7, "model");
    List<ModelChunk> chunks =
        TestingVersions.chunks("swing", 3, 1, FINGERPRINT, "x".repeat(ModelChunks.CHUNK_BYTES + 1));
    assertThat(chunks).hasSize(2);
    add(chunks.subList(0, 1));

    assertThat(inService()).isEqualTo(new InService(3, "model".getBytes(UTF_8)));
    assertThat(inService().nextEpoch()).isEqualTo(4);
    assertThat(versions.from()).as("where the unfinished one begins").isEqualTo(offset - 1);
  }

  @Test
  void aChunkOfBeforeVersionsWereKeptIsRead() {
    ModelChunk chunk = TestingVersions.chunks("swing", 1, 4, FINGERPRINT, "old").get(0);
    versions.add("swing/0".getBytes(UTF_8), codec.encode(chunk), offset++);

    assertThat(inService()).isEqualTo(new InService(1, "old".getBytes(UTF_8)));
  }

  private List<ModelVersion> known() {
    return versions.emptyChunks().stream()
        .map(KnownVersion::of)
        .map(KnownVersion::version)
        .toList();
  }

  private InService inService() {
    return versions.inService(
        version -> {
          throw new AssertionError(version + " is at hand");
        });
  }

  private List<ModelChunk> publish(String model, int epoch, long sequence, String snapshot) {
    return add(TestingVersions.chunks(model, epoch, sequence, FINGERPRINT, snapshot));
  }

  private List<ModelChunk> add(List<ModelChunk> chunks) {
    for (ModelChunk chunk : chunks) {
      versions.add(ModelChunks.key(chunk).getBytes(UTF_8), codec.encode(chunk), offset++);
    }
    return chunks;
  }
}
