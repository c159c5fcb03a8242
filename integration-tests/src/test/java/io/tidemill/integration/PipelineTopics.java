package io.tidemill.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.integration.Tanks.Reading;
import io.tidemill.kafka.KafkaConnection;
import io.tidemill.kafka.TopicCreation;
import io.tidemill.local.EmbeddedBroker;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.schema.Topic;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import io.tidemill.snapshot.ModelSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;

/** The topics of a pipeline on a broker of their own, and what a test writes and reads there. */
final class PipelineTopics implements AutoCloseable {
  private static final int PARTITIONS = 4;
  private static final int PROBES = 16; // keys, enough to meet every subtask

  private final Pipeline pipeline;
  private final String kafka;
  private final AutoCloseable broker;
  private final TopicWriter writer;
  private final List<TopicReader<?>> readers = new ArrayList<>();

  private PipelineTopics(Pipeline pipeline, String kafka, AutoCloseable broker) {
    this.pipeline = pipeline;
    this.kafka = kafka;
    this.broker = broker;
    writer = new TopicWriter(kafka);
  }

  /**
   * Starts a broker in this JVM and makes the topics.
   *
   * @param directory for the broker's data
   */
  static PipelineTopics create(Path file, Path directory) throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"));
    return create(file, broker.bootstrapServers(), broker);
  }

  /** Makes the topics on a broker that runs as a process, which is closed with them. */
  static PipelineTopics create(Path file, BrokerProcess broker) throws Exception {
    return create(file, broker.address(), broker);
  }

  private static PipelineTopics create(Path file, String kafka, AutoCloseable broker)
      throws Exception {
    Pipeline pipeline = PipelineFile.read(file);
    TopicCreation creation = new TopicCreation(KafkaConnection.of(kafka));
    creation.createEvents(pipeline.events().topic(), PARTITIONS);
    creation.createMessages(pipeline.topics(), PARTITIONS);
    return new PipelineTopics(pipeline, kafka, broker);
  }

  Pipeline pipeline() {
    return pipeline;
  }

  /** Where clients connect, as {@code host:port}. */
  String kafka() {
    return kafka;
  }

  /** Sends a reading; {@link #flush} tells whether it has arrived. */
  void send(Reading reading) {
    Future<RecordMetadata> unused = send(reading.tank(), reading.json().getBytes(UTF_8));
  }

  /** Sends a record that need not be an event, to the partition of the key. */
  Future<RecordMetadata> send(String key, byte[] value) {
    return writer.send(pipeline.events().topic(), key, value);
  }

  /** Returns when all that was sent has been acknowledged; an error if some of it was not. */
  void flush() {
    writer.flush();
  }

  /** Publishes a model as the learner does. */
  void publish(ModelSnapshot model) throws Exception {
    writer.publish(pipeline.topics().models(), model);
  }

  /** A reader that sees what is committed, as consumers of exactly-once results do. */
  <T extends SpecificRecordBase> TopicReader<T> committed(Topic topic, Class<T> type) {
    return reader(topic, type, IsolationLevel.READ_COMMITTED);
  }

  /** A reader that sees everything that was ever written, what was aborted included. */
  <T extends SpecificRecordBase> TopicReader<T> uncommitted(Topic topic, Class<T> type) {
    return reader(topic, type, IsolationLevel.READ_UNCOMMITTED);
  }

  private <T extends SpecificRecordBase> TopicReader<T> reader(
      Topic topic, Class<T> type, IsolationLevel isolation) {
    return opened(TopicReader.of(kafka, pipeline.topics().name(topic), type, isolation));
  }

  /** A reader of what is committed, as bytes. */
  TopicReader<ConsumerRecord<byte[], byte[]>> committedRecords(Topic topic) {
    return records(topic, IsolationLevel.READ_COMMITTED);
  }

  /** A reader of everything that was ever written, as bytes. */
  TopicReader<ConsumerRecord<byte[], byte[]>> uncommittedRecords(Topic topic) {
    return records(topic, IsolationLevel.READ_UNCOMMITTED);
  }

  private TopicReader<ConsumerRecord<byte[], byte[]>> records(
      Topic topic, IsolationLevel isolation) {
    return opened(TopicReader.ofRecords(kafka, pipeline.topics().name(topic), isolation));
  }

  private <T> TopicReader<T> opened(TopicReader<T> reader) {
    readers.add(reader);
    return reader;
  }

  /**
   * Deletes what the inference job has written and how far it has read, so that the next run starts
   * like the first; events and models stay.
   */
  void forgetAnswers() throws Exception {
    List<String> written =
        Stream.of(Topic.PREDICTIONS, Topic.ALERTS, Topic.SERVED_FEATURES, Topic.DEAD_LETTERS)
            .map(pipeline.topics()::name)
            .toList();
    try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
      admin.deleteTopics(written).all().get();
      Await.until(
          "no topics of answers",
          () -> Collections.disjoint(admin.listTopics().names().get(), written));
      admin.deleteConsumerGroups(List.of(pipeline.name() + "-inference")).all().get();
    }
    new TopicCreation(KafkaConnection.of(kafka)).createMessages(pipeline.topics(), PARTITIONS);
  }

  /**
   * Returns when every subtask of the inference job answers with a model: sends probes until all of
   * them are predicted.
   *
   * @param answers read without waiting for a checkpoint
   * @return how many probes were sent; all of them are answered
   */
  int awaitServing(TopicReader<Prediction> answers) {
    for (int round = 1; ; round++) {
      for (int i = 0; i < PROBES; i++) {
        send(new Reading("probe-" + i, Tanks.START + round, 1, 1));
      }
      int sent = round * PROBES;
      Await.until("answers to probes", () -> answers.read().size() == sent);
      if (answers.read().subList(sent - PROBES, sent).stream()
          .allMatch(answer -> answer.getStatus() == PredictionStatus.PREDICTED)) {
        return sent;
      }
    }
  }

  @Override
  public void close() throws Exception {
    readers.forEach(TopicReader::close);
    writer.close();
    broker.close();
  }
}
