package io.tidemill.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.snapshot.ModelVersion;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class InServiceReaderTest {
  private final MessageCodec<ModelChunk> codec = MessageCodec.of(ModelChunk.class);
  private final InServiceReader.Newest newest = new InServiceReader.Newest("swing");

  @Test
  void anEmptyTopicHasNothingInService() {
    assertThat(newest.inService()).isEqualTo(InService.NOTHING);
  }

  @Test
  void findsTheNewestVersion() {
    publish("swing", 2, 7, "older");
    publish("swing", 3, 1, "newer");

    assertThat(newest.inService()).isEqualTo(new InService(3, "newer".getBytes(UTF_8)));
  }

  @Test
  void passesOverWhatIsNoChunkOfTheModel() {
    publish("swing", 2, 7, "model");
    newest.add(null);
    newest.add("not a message".getBytes(UTF_8));
    publish("other", 9, 9, "other");

    assertThat(newest.inService()).isEqualTo(new InService(2, "model".getBytes(UTF_8)));
  }

  @Test
  void anEpochCountsEvenIfItsVersionIsIncomplete() {
    publish("swing", 2, 7, "model");
    List<ModelChunk> chunks = chunks("swing", 3, 1, "x".repeat(ModelChunks.CHUNK_BYTES + 1));
    assertThat(chunks).hasSize(2);
    newest.add(codec.encode(chunks.get(0)));

    assertThat(newest.inService()).isEqualTo(new InService(3, "model".getBytes(UTF_8)));
    assertThat(newest.inService().nextEpoch()).isEqualTo(4);
  }

  private void publish(String model, int epoch, long sequence, String snapshot) {
    chunks(model, epoch, sequence, snapshot).forEach(chunk -> newest.add(codec.encode(chunk)));
  }

  private static List<ModelChunk> chunks(String model, int epoch, long sequence, String snapshot) {
    return ModelChunks.split(
        new PublishedModel(
            model,
            new ModelVersion(epoch, sequence),
            "0123456789abcdef",
            OptionalLong.empty(),
            1,
            snapshot.getBytes(UTF_8)));
  }
}
