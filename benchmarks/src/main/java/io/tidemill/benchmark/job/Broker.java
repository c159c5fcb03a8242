package io.tidemill.benchmark.job;

import io.tidemill.kafka.KafkaConnection;
import io.tidemill.kafka.TopicCreation;
import io.tidemill.local.EmbeddedBroker;
import io.tidemill.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The embedded broker with the topics of a run. */
public final class Broker implements AutoCloseable {
  public static final int PARTITIONS = 4;

  private final EmbeddedBroker broker;
  private final KafkaConnection kafka;
  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> counter;

  private Broker(EmbeddedBroker broker) {
    this.broker = broker;
    this.kafka = KafkaConnection.of(broker.bootstrapServers());
    this.admin = Admin.create(kafka.client(Map.of()));
    this.counter = consumer();
  }

  public static Broker start(Path directory) throws IOException {
    return new Broker(EmbeddedBroker.start(directory.resolve("kafka")));
  }

  public KafkaConnection kafka() {
    return kafka;
  }

  /** A topic of events without any. */
  public void create(String topic) throws IOException {
    new TopicCreation(kafka).createEvents(topic, PARTITIONS);
  }

  /** Whether a topic is not there yet. */
  public boolean lacks(String topic) throws IOException {
    try {
      return !admin.listTopics().names().get().contains(topic);
    } catch (ExecutionException | InterruptedException e) {
      throw new IOException("the broker does not name its topics", e);
    }
  }

  /** Makes what a pipeline writes. */
  public void create(Pipeline pipeline) throws IOException {
    new TopicCreation(kafka).createMessages(pipeline.topics(), PARTITIONS);
  }

  /** A producer whose records wait for others for so many milliseconds. */
  public KafkaProducer<String, byte[]> producer(String lingerMs) {
    return new KafkaProducer<>(
        kafka.client(Map.of("linger.ms", lingerMs, "batch.size", "262144", "acks", "1")),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  /** A consumer that no group knows. */
  public KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        kafka.client(Map.of("enable.auto.commit", "false")),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  public static Collection<TopicPartition> partitions(String topic) {
    return IntStream.range(0, PARTITIONS).mapToObj(i -> new TopicPartition(topic, i)).toList();
  }

  /** Records of a topic so far. */
  public long count(String topic) {
    return counter.endOffsets(partitions(topic)).values().stream().mapToLong(end -> end).sum();
  }

  /** Removes what a pipeline wrote. */
  public void delete(Pipeline pipeline) throws ExecutionException, InterruptedException {
    String prefix = pipeline.name() + ".";
    List<String> topics =
        admin.listTopics().names().get().stream().filter(t -> t.startsWith(prefix)).toList();
    admin.deleteTopics(topics).all().get();
  }

  @Override
  public void close() {
    counter.close();
    admin.close();
    broker.close();
  }
}
