package io.tidemill.kafka;

import io.tidemill.pipeline.OutputFormat;
import io.tidemill.schema.message.ModelChunk;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A chunk of a model as a record, and one without a payload as a tombstone; always Avro. */
final class ModelChunkRecord
    implements KafkaRecordSerializationSchema<ModelChunk>, KafkaDatasetFacetProvider {

  private static final long serialVersionUID = 1;

  private final MessageRecord<ModelChunk> message;

  ModelChunkRecord(String topic) {
    this.message =
        new MessageRecord<>(topic, ModelChunk.class, ModelChunks::key, OutputFormat.AVRO);
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      ModelChunk chunk, KafkaSinkContext context, @Nullable Long eventTime) {
    ProducerRecord<byte[], byte[]> record = message.record(chunk, null);
    return ModelChunks.isPayload(chunk)
        ? record
        : new ProducerRecord<>(record.topic(), record.key(), null);
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return message.getKafkaDatasetFacet();
  }
}
