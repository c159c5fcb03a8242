package io.tidemill.kafka;

import io.tidemill.schema.message.ModelChunk;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.kafka.common.TopicPartition;

/** Kafka sources; they read what is committed and find new partitions within a minute. */
public final class MessageSource {

  private static final Duration DISCOVERY = Duration.ofMinutes(1);

  private MessageSource() {}

  /**
   * A source of one topic of messages.
   *
   * @param group consumer group that offsets are committed to; also begins the client ids
   */
  public static <T extends SpecificRecordBase> KafkaSource<T> of(
      KafkaConnection kafka, String topic, Class<T> type, String group, OffsetsInitializer start) {
    return builder(kafka, topic, group, start, new MessageDeserialization<>(type)).build();
  }

  /**
   * A source of the models topic, on which tombstones are chunks without a payload.
   *
   * @param offset where a job without a state begins
   */
  public static KafkaSource<ModelChunk> ofModels(
      KafkaConnection kafka, String topic, String group, long offset) {
    return builder(kafka, topic, group, at(topic, offset), new ModelChunkDeserialization()).build();
  }

  /** Where a topic of one partition is read from. */
  public static OffsetsInitializer at(String topic, long offset) {
    return OffsetsInitializer.offsets(Map.of(new TopicPartition(topic, 0), offset));
  }

  static <T> KafkaSourceBuilder<T> builder(
      KafkaConnection kafka,
      String topic,
      String group,
      OffsetsInitializer start,
      KafkaRecordDeserializationSchema<T> deserialization) {
    return KafkaSource.<T>builder()
        .setProperties(
            kafka.client(
                Map.of(
                    "isolation.level",
                    "read_committed",
                    "partition.discovery.interval.ms",
                    String.valueOf(DISCOVERY.toMillis()))))
        .setTopics(topic)
        .setGroupId(group)
        .setClientIdPrefix(group)
        .setStartingOffsets(start)
        .setDeserializer(deserialization);
  }
}
