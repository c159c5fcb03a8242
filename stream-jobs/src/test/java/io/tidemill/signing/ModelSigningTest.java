package io.tidemill.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.kafka.ModelChunks;
import io.tidemill.kafka.TestingVersions;
import io.tidemill.pipeline.ModelSignature;
import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.message.ModelChunk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.Schema.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelSigningTest {
  private static final ModelChunk CHUNK =
      TestingVersions.chunks("water", 3, 7, "0123456789abcdef", "weights").get(0);

  @ParameterizedTest
  @EnumSource
  void whatWasSignedIsTaken(ModelSignature method) throws Exception {
    ModelChunk signed = signed(method);
    MessageCodec<ModelChunk> codec = MessageCodec.of(ModelChunk.class);

    assertThat(objection(method, signed)).isNull();
    assertThat(objection(method, codec.decode(codec.encode(signed)))).isNull();
    assertThat(ModelChunks.key(signed)).isEqualTo(ModelChunks.key(CHUNK));
  }

  @ParameterizedTest
  @EnumSource
  void noFieldCanBeChanged(ModelSignature method) {
    Map<String, Consumer<ModelChunk>> changes =
        Map.ofEntries(
            Map.entry("name", chunk -> chunk.setName("fire")),
            Map.entry("epoch", chunk -> chunk.setEpoch(4)),
            Map.entry("sequence", chunk -> chunk.setSequence(8)),
            Map.entry("fingerprint", chunk -> chunk.setFingerprint("ffffffffffffffff")),
            Map.entry("learnedUntil", chunk -> chunk.setLearnedUntil(0L)),
            Map.entry("publishedAt", chunk -> chunk.setPublishedAt(1)),
            Map.entry("chunk", chunk -> chunk.setChunk(1)),
            Map.entry("chunks", chunk -> chunk.setChunks(2)),
            Map.entry("size", chunk -> chunk.setSize(6)),
            Map.entry("checksum", chunk -> chunk.setChecksum(0)),
            Map.entry(
                "payload", chunk -> chunk.setPayload(ByteBuffer.wrap("Weights".getBytes(UTF_8)))),
            Map.entry("signature", chunk -> chunk.setSignature(ByteBuffer.allocate(64))));
    Set<String> fields = new HashSet<>();
    for (Field field : ModelChunk.getClassSchema().getFields()) {
      fields.add(field.name());
    }

    assertThat(changes.keySet()).isEqualTo(fields);
    changes.forEach(
        (field, change) -> {
          ModelChunk changed = ModelChunk.newBuilder(signed(method)).build();
          change.accept(changed);
          assertThat(objection(method, changed)).as(field).contains("of another key, or what was");
        });
  }

  @ParameterizedTest
  @EnumSource
  void theSignatureOfAnotherVersionIsRefused(ModelSignature method) {
    ModelChunk newer = ModelChunk.newBuilder(CHUNK).setSequence(8).build();
    newer.setSignature(signed(method).getSignature());

    assertThat(objection(method, newer)).contains("what was signed is changed");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotSignedIsRefused(ModelSignature method) {
    assertThat(objection(method, CHUNK)).startsWith("is not signed: signed-models is ");
  }

  @ParameterizedTest
  @EnumSource
  void whatOneMethodSignedTheOtherRefuses(ModelSignature method) {
    for (ModelSignature other : ModelSignature.values()) {
      if (other != method) {
        assertThat(objection(other, signed(method))).contains("of another key");
      }
    }
  }

  @Test
  void withoutAMethodNothingIsSignedAndAnythingTaken() {
    assertThat(ModelSigning.NONE.signer().sign(CHUNK)).isSameAs(CHUNK);
    assertThat(ModelSigning.NONE.check().objection(CHUNK)).isNull();
    assertThat(ModelSigning.NONE.check().objection(signed(ModelSignature.ED25519))).isNull();
  }

  @Test
  void ed25519IsThatOfItsStandard() {
    SigningKeys keys = Ed25519Keys.of(TestingKeys.signing(ModelSignature.ED25519).environment());

    assertThat(HexFormat.of().formatHex(keys.sign(new byte[0])))
        .isEqualTo(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
  }

  @Test
  void hmacIsThatOfItsStandard() {
    SigningKeys keys = HmacKeys.of(TestingKeys.signing(ModelSignature.HMAC_SHA256).environment());
    byte[] text = "Test Using Larger Than Block-Size Key - Hash Key First".getBytes(UTF_8);

    assertThat(HexFormat.of().formatHex(keys.sign(text)))
        .isEqualTo("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  }

  @Test
  void theSignedTextIsLaidOutAsEver() {
    assertThat(HexFormat.of().formatHex(ChunkText.of(CHUNK)))
        .isEqualTo(
            hex("tidemill model chunk 1")
                + "00000005"
                + hex("water")
                + "00000003"
                + "0000000000000007"
                + "00000010"
                + hex("0123456789abcdef")
                + "00" // learned from no stream
                + "0000000000000000"
                + "0000000000001b58"
                + "00000000"
                + "00000001"
                + "00000007"
                + String.format("%016x", CHUNK.getChecksum())
                + "00000007"
                + hex("weights"));
  }

  @Test
  void keysCanBeReplacedOneAfterTheOther() {
    ModelSigning publicKeys =
        signing(
            ModelSignature.ED25519,
            Ed25519Keys.PUBLIC,
            TestingKeys.OTHER_PUBLIC + ", " + TestingKeys.PUBLIC);
    ModelSigning secrets =
        signing(
            ModelSignature.HMAC_SHA256,
            HmacKeys.VARIABLE,
            TestingKeys.OTHER_SECRET + "," + TestingKeys.SECRET);

    assertThat(publicKeys.check().objection(signed(ModelSignature.ED25519))).isNull();
    assertThat(secrets.check().objection(signed(ModelSignature.HMAC_SHA256))).isNull();
    assertThat(objection(ModelSignature.HMAC_SHA256, secrets.signer().sign(CHUNK)))
        .as("signed by the first of them")
        .isNotNull();
  }

  @Test
  void keysAreReadAsOpensslWritesThem() {
    String pem =
        "-----BEGIN PUBLIC KEY-----\n" + TestingKeys.PUBLIC + "\n-----END PUBLIC KEY-----\n";

    assertThat(
            signing(ModelSignature.ED25519, Ed25519Keys.PUBLIC, pem)
                .check()
                .objection(signed(ModelSignature.ED25519)))
        .isNull();
  }

  @Test
  void whatIsWrongWithAKeyIsSaidAndTheKeyIsNot() {
    String wrong = "c2VjcmV0";
    assertRefused(signing(ModelSignature.ED25519, "OTHER", wrong), Ed25519Keys.PUBLIC);
    assertRefused(signing(ModelSignature.ED25519, Ed25519Keys.PUBLIC, wrong), Ed25519Keys.PUBLIC);
    assertRefused(signing(ModelSignature.ED25519, Ed25519Keys.PUBLIC, "§"), Ed25519Keys.PUBLIC);
    assertRefused(signing(ModelSignature.HMAC_SHA256, "OTHER", wrong), HmacKeys.VARIABLE);
    assertRefused(
        signing(ModelSignature.HMAC_SHA256, HmacKeys.VARIABLE, wrong), "32 bytes or more");
    assertRefused(signing(ModelSignature.HMAC_SHA256, HmacKeys.VARIABLE, ","), HmacKeys.VARIABLE);
    assertRefused(
        new ModelSigning(
            ModelSignature.ED25519,
            TestingKeys.of(
                Map.of(Ed25519Keys.PUBLIC, TestingKeys.PUBLIC, Ed25519Keys.PRIVATE, wrong))),
        "no private key");
  }

  @Test
  void whoPublishesNeedsAPrivateKeyOfTheSamePair() {
    ModelSigning reader = signing(ModelSignature.ED25519, Ed25519Keys.PUBLIC, TestingKeys.PUBLIC);
    ModelSigning mixed =
        new ModelSigning(
            ModelSignature.ED25519,
            TestingKeys.of(
                Map.of(
                    Ed25519Keys.PUBLIC,
                    TestingKeys.OTHER_PUBLIC,
                    Ed25519Keys.PRIVATE,
                    TestingKeys.PRIVATE)));

    assertThatThrownBy(reader::signer)
        .isInstanceOf(SigningKeyException.class)
        .hasMessageContaining(Ed25519Keys.PRIVATE + " to publish");
    assertThatThrownBy(mixed::signer)
        .isInstanceOf(SigningKeyException.class)
        .hasMessageContaining("of none of the pairs");
  }

  @Test
  void aJobTakesNoKeyWithIt() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new ModelSigning(ModelSignature.HMAC_SHA256, System::getenv));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(((ModelSigning) in.readObject()).method()).isEqualTo(ModelSignature.HMAC_SHA256);
    }
  }

  private static void assertRefused(ModelSigning signing, String why) {
    assertThatThrownBy(signing::check)
        .isInstanceOf(SigningKeyException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("c2VjcmV0")
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  private static ModelSigning signing(ModelSignature method, String variable, String value) {
    return new ModelSigning(method, TestingKeys.of(Map.of(variable, value)));
  }

  private static ModelChunk signed(ModelSignature method) {
    return TestingKeys.signing(method).signer().sign(CHUNK);
  }

  private static @Nullable String objection(ModelSignature method, ModelChunk chunk) {
    return TestingKeys.signing(method).check().objection(chunk);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_8));
  }
}
