package io.tidemill.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic of one partition from its beginning to where it ends now. */
final class TopicScan {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

  private TopicScan() {}

  /**
   * Gives what is committed to a reader, in order.
   *
   * @return the offset of what is written next
   * @throws TimeoutException when the broker does not answer for 30 s
   */
  static long read(
      KafkaConnection kafka,
      String topic,
      String clientId,
      Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            kafka.client(
                Map.of(
                    "isolation.level", "read_committed",
                    "enable.auto.commit", "false",
                    "client.id", clientId)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
          reader.accept(record);
          deadline = System.nanoTime() + PATIENCE_NANOS;
        }
        if (System.nanoTime() > deadline) {
          throw new TimeoutException(
              "topic %s: nothing came for 30 s at offset %d of %d"
                  .formatted(topic, consumer.position(partition), end));
        }
      }
      return end;
    }
  }
}
