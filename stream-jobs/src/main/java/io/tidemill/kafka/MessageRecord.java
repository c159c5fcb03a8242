package io.tidemill.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.pipeline.OutputFormat;
import io.tidemill.schema.MessageCodec;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A message as a Kafka record.
 *
 * <p>The record's timestamp is left to the producer and so is the time of writing, not of the
 * event: retention counts from it, and a replay of last year's events must not be deleted at once.
 * The topic is named to Flink too, whose pooled transactions ask for it.
 */
final class MessageRecord<T extends SpecificRecordBase>
    implements KafkaRecordSerializationSchema<T>, KafkaDatasetFacetProvider {

  private static final long serialVersionUID = 1;

  private final String topic;
  private final Class<T> type;
  private final MessageKey<T> key;
  private final OutputFormat format;
  private transient @Nullable MessageCodec<T> codec;

  MessageRecord(String topic, Class<T> type, MessageKey<T> key, OutputFormat format) {
    this.topic = topic;
    this.type = type;
    this.key = key;
    this.format = format;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      T message, KafkaSinkContext context, @Nullable Long eventTime) {
    return record(message, null);
  }

  /**
   * The record of a message.
   *
   * @param partition null: by the hash of the key
   */
  ProducerRecord<byte[], byte[]> record(T message, @Nullable Integer partition) {
    if (codec == null) {
      codec = MessageCodec.of(type);
    }
    byte[] value = format == OutputFormat.JSON ? codec.encodeJson(message) : codec.encode(message);
    return new ProducerRecord<>(topic, partition, null, key.of(message).getBytes(UTF_8), value);
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return Optional.of(
        new DefaultKafkaDatasetFacet(
            DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic)), new Properties()));
  }
}
