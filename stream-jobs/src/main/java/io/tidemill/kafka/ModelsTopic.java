package io.tidemill.kafka;

import io.tidemill.pipeline.OutputFormat;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.signing.ModelSigning;
import io.tidemill.signing.SigningKeyException;
import io.tidemill.snapshot.ModelVersion;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The models topic of a pipeline, for those who ask it for one version or put one there.
 *
 * @param topic its name
 * @param model whose versions they are
 * @param signing how they are signed
 */
public record ModelsTopic(KafkaConnection kafka, String topic, String model, ModelSigning signing)
    implements ModelArchive {
  private static final long serialVersionUID = 1L;

  /** The topic of a pipeline. */
  public static ModelsTopic of(KafkaConnection kafka, Pipeline pipeline) {
    return new ModelsTopic(
        kafka, pipeline.topics().models(), pipeline.name(), ModelSigning.of(pipeline));
  }

  /**
   * A version that is there, or was dropped so lately that it can still be read; null: it is not,
   * or is not signed as it must be.
   *
   * @throws TimeoutException when the broker does not answer for 30 s
   * @throws SigningKeyException if a key that checks it is missing
   */
  @Override
  public @Nullable PublishedModel fetch(ModelVersion version) {
    ModelRecords records = new ModelRecords(model);
    ModelAssembler assembler = new ModelAssembler(model, signing.check());
    PublishedModel[] found = {null};
    TopicScan.read(
        kafka,
        topic,
        model + "-fetch",
        record -> {
          ModelChunk chunk = records.read(record.key(), record.value());
          if (chunk != null
              && ModelChunks.isPayload(chunk)
              && ModelChunks.version(chunk).equals(version)
              && assembler.add(chunk) instanceof ModelAssembler.Complete complete) {
            found[0] = complete.model();
          }
        });
    return found[0];
  }

  /**
   * A version that must be there.
   *
   * @throws IOException if it is not
   */
  public PublishedModel require(ModelVersion version) throws IOException {
    PublishedModel published = fetch(version);
    if (published == null) {
      throw new IOException(
          "version %s is not on topic %s: 'tidemill models list' tells which are"
              .formatted(version, topic));
    }
    return published;
  }

  /**
   * Writes a version; it is acknowledged when this returns.
   *
   * @throws SigningKeyException if a key that signs it is missing
   */
  public void publish(PublishedModel version) throws IOException, InterruptedException {
    MessageRecord<ModelChunk> record =
        new MessageRecord<>(topic, ModelChunk.class, ModelChunks::key, OutputFormat.AVRO);
    ModelSigning.Signer signer = signing.signer();
    List<ModelChunk> chunks = ModelChunks.split(version);
    TopicAppend.write(
        kafka,
        "tidemill-model",
        "the model",
        chunks.stream().map(chunk -> record.record(signer.sign(chunk), null)).toList());
  }
}
