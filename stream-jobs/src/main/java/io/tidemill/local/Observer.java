package io.tidemill.local;

import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.MessageFormatException;
import io.tidemill.schema.Topics;
import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.schema.message.ModelMetrics;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.ServedFeatures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the jobs write, as any consumer would, and tells the tally. Starts at the end of the
 * topics, so it must be open before the jobs start.
 */
final class Observer implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration CLOSE = Duration.ofSeconds(2);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Reader> readers = new HashMap<>();
  private final Thread thread;
  private volatile @Nullable Exception failure;
  private volatile long deadline;
  private volatile boolean closing;

  @FunctionalInterface
  private interface Reader {
    void read(ConsumerRecord<byte[], byte[]> record, long receivedAt) throws MessageFormatException;
  }

  @FunctionalInterface
  private interface Listener<T> {
    void message(T message, long receivedAt);
  }

  private Observer(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
    this.thread = new Thread(this::run, "observer");
    this.thread.setDaemon(true);
  }

  /**
   * @param committed whether to wait for transactions, as a reader of an exactly-once job does
   */
  static Observer open(String bootstrapServers, Topics topics, boolean committed, Tally tally) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                committed ? "read_committed" : "read_uncommitted",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                2000),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    Observer observer = new Observer(consumer);
    observer.on(topics.predictions(), Prediction.class, tally::prediction);
    observer.on(topics.servedFeatures(), ServedFeatures.class, (row, at) -> tally.features(row));
    observer.on(topics.alerts(), Alert.class, (alert, at) -> tally.alert(alert));
    observer.on(topics.models(), ModelChunk.class, (chunk, at) -> tally.model(chunk));
    observer.on(topics.modelMetrics(), ModelMetrics.class, (line, at) -> tally.metrics(line));
    observer.readers.put(topics.deadLetters(), (letter, at) -> tally.deadLetter());
    observer.start();
    return observer;
  }

  /** Why it stopped reading; null: it did not. */
  @Nullable Exception failure() {
    return failure;
  }

  private <T extends SpecificRecordBase> void on(
      String topic, Class<T> type, Listener<T> listener) {
    MessageCodec<T> codec = MessageCodec.of(type);
    readers.put(
        topic, (record, receivedAt) -> listener.message(codec.decode(record.value()), receivedAt));
  }

  private void start() {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : readers.keySet()) {
      consumer
          .partitionsFor(topic)
          .forEach(part -> partitions.add(new TopicPartition(topic, part.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // now, not when first polled
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        boolean last = closing && System.nanoTime() > deadline;
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        long receivedAt = System.currentTimeMillis();
        for (ConsumerRecord<byte[], byte[]> record : records) {
          Reader reader = readers.get(record.topic());
          if (reader != null && record.value() != null) {
            reader.read(record, receivedAt);
          }
        }
        if (last || (closing && records.isEmpty())) {
          return;
        }
      }
    } catch (MessageFormatException | RuntimeException e) {
      failure = e;
    }
  }

  /** Reads what is there already, but not for ever. */
  @Override
  public void close() throws InterruptedException {
    deadline = System.nanoTime() + CLOSE.toNanos();
    closing = true;
    thread.join();
    consumer.close();
  }
}
