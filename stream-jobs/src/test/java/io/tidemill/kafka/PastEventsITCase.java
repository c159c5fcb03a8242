package io.tidemill.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.local.EmbeddedBroker;
import io.tidemill.pipeline.Events;
import io.tidemill.pipeline.PipelineFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PastEventsITCase {
  private static final int PARTITIONS = 3;
  private static final long START = 1_700_000_000_000L;

  @TempDir private static Path folder;
  private static EmbeddedBroker broker;
  private static KafkaConnection kafka;
  private static KafkaProducer<byte[], byte[]> producer;
  private static int topics;

  private final Events events;

  PastEventsITCase() throws Exception {
    events =
        PipelineFile.parse(
                "p.yaml",
                """
                name: levels
                events: {topic: events-%d, key: k, time: {field: at, format: epoch-ms}, out-of-orderness: 10ms}
                features: [number: level]
                model: {target: level, layers: [gru: 2, dense]}
                """
                    .formatted(topics++))
            .events();
    new TopicCreation(kafka).createEvents(events.topic(), PARTITIONS);
  }

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.start(folder.resolve("kafka"));
    kafka = KafkaConnection.of(broker.bootstrapServers());
    producer =
        new KafkaProducer<>(
            kafka.client(Map.of()), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterAll
  static void stop() {
    producer.close();
    broker.close();
  }

  @Test
  void partitionsGoOnTogetherInEventTimeHoweverTheyWereWritten() throws Exception {
    Random random = new Random(3);
    for (int partition = PARTITIONS - 1; partition >= 0; partition--) {
      for (int i = 0; i < 1000; i++) {
        write(partition, START + 30L * i + random.nextInt(10), START);
      }
    }

    List<String> first = read(START);

    assertThat(first).hasSize(3000).isEqualTo(read(START));
    assertThat(furthestApart).isBetween(1L, 50L);
  }

  @Test
  void beginsWhereTheTimestampsComeToTheTime() throws Exception {
    for (int i = 0; i < 100; i++) {
      write(0, START + i, START + i);
      write(1, START + i, START + 1000 + i);
    }

    assertThat(read(START + 40))
        .as("partition 1 was written later")
        .hasSize(60 + 100)
        .contains("0-40")
        .doesNotContain("0-39");
  }

  @Test
  void aPartitionThatWasWrittenBeforeItsTimeIsReadFromItsBeginning() throws Exception {
    for (int i = 0; i < 100; i++) {
      write(0, START + i, START - 1000);
    }

    assertThat(read(START + 40)).hasSize(100);
  }

  @Test
  void recordsThatAreNoEventsAreCountedAndHoldNothingUp() throws Exception {
    write(0, START, START);
    producer
        .send(new ProducerRecord<>(events.topic(), 0, START, null, "nonsense".getBytes(UTF_8)))
        .get();
    write(0, START + 1, START);

    assertThat(read(START)).containsExactly("0-0", "none", "0-2");
  }

  @Test
  void endsWhereTheTopicEndedAndCommitsNothing() throws Exception {
    write(0, START, START);
    try (PastEvents past = PastEvents.open(kafka, events, START);
        Admin admin = Admin.create(kafka.client(Map.of()))) {
      write(0, START + 1, START);

      assertThat(past.next()).isTrue();
      assertThat(past.watermark()).isEqualTo(Long.MIN_VALUE);
      assertThat(past.next()).isFalse();
      assertThat(past.watermark()).isEqualTo(START - 11);
      assertThat(admin.listGroups().all().get()).isEmpty();
    }
  }

  private long furthestApart;

  /** Partition and offset of each, in order. */
  private List<String> read(long from) {
    List<String> names = new ArrayList<>();
    long newest = Long.MIN_VALUE;
    long watermark = Long.MIN_VALUE;
    try (PastEvents past = PastEvents.open(kafka, events, from)) {
      while (past.next()) {
        Event event = past.event();
        names.add(event == null ? "none" : event.partition + "-" + event.offset);
        assertThat(past.watermark()).isGreaterThanOrEqualTo(watermark);
        watermark = past.watermark();
        if (event != null) {
          if (watermark > Long.MIN_VALUE) {
            assertThat(event.time).isGreaterThan(watermark);
            furthestApart = Math.max(furthestApart, newest - event.time);
          }
          newest = Math.max(newest, event.time);
        }
      }
    }
    return names;
  }

  private void write(int partition, long time, long timestamp) throws Exception {
    String json = "{\"k\": \"key-%d\", \"at\": %d, \"level\": 1}".formatted(partition, time);
    producer
        .send(
            new ProducerRecord<>(events.topic(), partition, timestamp, null, json.getBytes(UTF_8)))
        .get();
  }
}
