package io.tidemill.local;

import io.tidemill.kafka.Event;
import io.tidemill.kafka.EventDecoder;
import io.tidemill.kafka.KafkaConnection;
import io.tidemill.kafka.ServedRows;
import io.tidemill.pipeline.Labels;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.MessageFormatException;
import io.tidemill.schema.Topics;
import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.DeadLetter;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.schema.message.ModelMetrics;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.ServedFeatures;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the jobs write, as any consumer would, and tells the tally. Starts at the end of the
 * topics, so it must be open before the jobs start; of the events' topic it only counts the
 * records.
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
   * @param group of the inference job: events count from where it begins
   */
  static Observer open(KafkaConnection kafka, Pipeline pipeline, String group, Tally tally) {
    Topics topics = pipeline.topics();
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            kafka.client(
                Map.of(
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "read_committed", // as the jobs do
                    ConsumerConfig.GROUP_ID_CONFIG,
                    group,
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    "false",
                    ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                    "2000")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    Observer observer = new Observer(consumer);
    observer.on(topics.predictions(), Prediction.class, tally::prediction);
    observer.on(
        topics.servedFeatures(),
        ServedFeatures.class,
        (rows, at) -> ServedRows.each(rows).forEach(tally::features));
    observer.on(topics.alerts(), Alert.class, (alert, at) -> tally.alert(alert));
    observer.on(topics.models(), ModelChunk.class, (chunk, at) -> tally.model(chunk));
    observer.on(topics.modelMetrics(), ModelMetrics.class, (line, at) -> tally.metrics(line));
    String events = pipeline.events().topic();
    observer.on(
        topics.deadLetters(),
        DeadLetter.class,
        (letter, at) -> {
          if (letter.getTopic().equals(events)) {
            tally.deadLetter();
          }
        });
    Labels labels = pipeline.labels();
    if (labels != null) {
      EventDecoder decoder = new EventDecoder(labels.records());
      observer.readers.put(
          labels.records().topic(),
          (record, at) -> {
            Event label = decoder.readable(record);
            if (label != null) {
              tally.label(label);
            }
          });
    }
    observer.readers.put(events, (event, at) -> tally.event());
    try {
      observer.start(events);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
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
        topic,
        (record, receivedAt) -> {
          if (record.value() != null) {
            listener.message(codec.decode(record.value()), receivedAt);
          }
        });
  }

  private void start(String events) {
    Set<TopicPartition> partitions = new HashSet<>();
    for (String topic : readers.keySet()) {
      for (PartitionInfo partition : consumer.partitionsFor(topic)) {
        partitions.add(new TopicPartition(topic, partition.partition()));
      }
    }
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    Map<TopicPartition, OffsetAndMetadata> group = consumer.committed(partitions);
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata reached = group.get(partition);
      if (partition.topic().equals(events) && reached != null) {
        consumer.seek(partition, reached);
      } else if (partition.topic().equals(events)) {
        consumer.seekToBeginning(List.of(partition));
      }
      consumer.position(partition); // now, not when first polled
    }
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
          if (reader != null) {
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
