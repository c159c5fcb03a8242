package io.tidemill.kafka;

import io.tidemill.pipeline.OutputFormat;
import io.tidemill.schema.message.ServedFeatures;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Served features as a record of the partition that was chosen for them; always Avro. */
final class FeatureRowRecord
    implements KafkaRecordSerializationSchema<FeatureRow>, KafkaDatasetFacetProvider {

  private static final long serialVersionUID = 1;

  private final MessageRecord<ServedFeatures> message;

  FeatureRowRecord(String topic) {
    this.message =
        new MessageRecord<>(topic, ServedFeatures.class, ServedFeatures::getKey, OutputFormat.AVRO);
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      FeatureRow row, KafkaSinkContext context, @Nullable Long eventTime) {
    return message.record(row.features(), row.partition());
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return message.getKafkaDatasetFacet();
  }
}
