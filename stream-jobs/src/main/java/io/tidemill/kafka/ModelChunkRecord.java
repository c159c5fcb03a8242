package io.tidemill.kafka;

import io.tidemill.pipeline.OutputFormat;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.signing.ModelSigning;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A chunk of a model as a record, signed, and one without a payload as a tombstone; always Avro.
 */
final class ModelChunkRecord
    implements KafkaRecordSerializationSchema<ModelChunk>, KafkaDatasetFacetProvider {

  private static final long serialVersionUID = 1;

  private final MessageRecord<ModelChunk> message;
  private final ModelSigning signing;
  private transient ModelSigning.@Nullable Signer signer;

  ModelChunkRecord(String topic, ModelSigning signing) {
    this.signing = signing;
    this.message =
        new MessageRecord<>(topic, ModelChunk.class, ModelChunks::key, OutputFormat.AVRO);
  }

  @Override
  public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sink) {
    signer = signing.signer();
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      ModelChunk chunk, KafkaSinkContext context, @Nullable Long eventTime) {
    if (signer == null) {
      throw new IllegalStateException("not opened");
    }
    if (ModelChunks.isPayload(chunk)) {
      return message.record(signer.sign(chunk), null);
    }
    ProducerRecord<byte[], byte[]> record = message.record(chunk, null);
    return new ProducerRecord<>(record.topic(), record.key(), null);
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return message.getKafkaDatasetFacet();
  }
}
