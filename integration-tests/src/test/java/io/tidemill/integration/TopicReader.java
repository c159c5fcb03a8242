package io.tidemill.integration;

import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.MessageFormatException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic from its beginning, as a program beside the jobs would.
 *
 * @param <T> what a record is read as
 */
final class TopicReader<T> implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Function<ConsumerRecord<byte[], byte[]>, T> decode;
  private final List<TopicPartition> partitions;
  private final List<T> messages = new ArrayList<>();

  /** A reader of messages of a class. */
  static <T extends SpecificRecordBase> TopicReader<T> of(
      String bootstrapServers, String topic, Class<T> type, IsolationLevel isolation) {
    MessageCodec<T> codec = MessageCodec.of(type);
    return new TopicReader<>(bootstrapServers, topic, isolation, message -> decode(codec, message));
  }

  /** A reader of records as they lie there. */
  static TopicReader<ConsumerRecord<byte[], byte[]>> ofRecords(
      String bootstrapServers, String topic, IsolationLevel isolation) {
    return new TopicReader<>(bootstrapServers, topic, isolation, record -> record);
  }

  private TopicReader(
      String bootstrapServers,
      String topic,
      IsolationLevel isolation,
      Function<ConsumerRecord<byte[], byte[]>, T> decode) {
    this.decode = decode;
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                isolation.toString().toLowerCase(Locale.ROOT)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /**
   * All messages up to now; those of one partition are in the order of their offsets. The list is
   * the reader's own and grows.
   */
  List<T> read() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
        if (message.value() != null) { // a version of a model that is not kept
          messages.add(decode.apply(message));
        }
      }
    }
    return messages;
  }

  /**
   * How many records there are now, those of aborted transactions and the marks of their ends
   * included where the isolation lets them be seen.
   */
  long written() {
    return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
  }

  private static <T extends SpecificRecordBase> T decode(
      MessageCodec<T> codec, ConsumerRecord<byte[], byte[]> message) {
    try {
      return codec.decode(message.value());
    } catch (MessageFormatException e) {
      throw new AssertionError("what was written cannot be read: " + message, e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
