package io.tidemill.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.inference.InferenceJob;
import io.tidemill.integration.Tanks.Reading;
import io.tidemill.kafka.Limits;
import io.tidemill.schema.Topic;
import io.tidemill.schema.message.DeadLetter;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.PredictionStatus;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

/** Of 10,000 records 1 % are no events: all of them are dead letters, all others are predicted. */
class BadInputITCase {
  private static final int RECORDS = 10_000;
  private static final int EVERY = 100; // one record in so many is bad
  private static final BadInput[] WAYS = BadInput.values();

  private final Path directory = Project.scratch(BadInputITCase.class);
  private final List<String> good = new ArrayList<>(); // partition-offset
  private final Map<String, BadInput> bad = new HashMap<>(); // by partition-offset

  @Test
  void everyRecordIsPredictedOrADeadLetter() throws Exception {
    try (PipelineTopics topics =
            PipelineTopics.create(Project.pipeline("bad-input.yaml"), directory);
        FlinkInProcess flink = FlinkInProcess.start(directory, 1, 2)) {
      topics.publish(Models.untrained(topics.pipeline().model()));
      flink.submit(InferenceJob::add, topics);
      TopicReader<Prediction> answers = topics.uncommitted(Topic.PREDICTIONS, Prediction.class);
      TopicReader<DeadLetter> deadLetters =
          topics.uncommitted(Topic.DEAD_LETTERS, DeadLetter.class);
      int probes = topics.awaitServing(answers);

      send(topics);
      Await.until(
          "an answer to everything",
          () -> answers.read().size() + deadLetters.read().size() >= probes + RECORDS);

      List<Prediction> predicted = answers.read().subList(probes, answers.read().size());
      assertThat(predicted)
          .extracting(Prediction::getEventId)
          .containsExactlyInAnyOrderElementsOf(good);
      assertThat(predicted)
          .allMatch(answer -> answer.getStatus() == PredictionStatus.PREDICTED)
          .noneMatch(Prediction::getLate);
      assertThat(bad.values()).hasSize(RECORDS / EVERY).contains(WAYS);
      assertThat(deadLetters.read())
          .extracting(letter -> letter.getPartition() + "-" + letter.getOffset())
          .containsExactlyInAnyOrderElementsOf(bad.keySet());
      for (DeadLetter letter : deadLetters.read()) {
        assertTells(letter, topics.pipeline().events().topic());
      }
    }
  }

  /** Sends the records, and notes where Kafka has put them. */
  private void send(PipelineTopics topics) throws Exception {
    Tanks tanks = new Tanks(20, 3);
    List<Future<RecordMetadata>> places = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      Reading reading = tanks.next();
      byte[] value = isBad(i) ? way(i).bytes() : reading.json().getBytes(UTF_8);
      places.add(topics.send(reading.tank(), value));
    }
    topics.flush();
    for (int i = 0; i < RECORDS; i++) {
      RecordMetadata place = places.get(i).get();
      String id = place.partition() + "-" + place.offset();
      if (isBad(i)) {
        bad.put(id, way(i));
      } else {
        good.add(id);
      }
    }
  }

  private static boolean isBad(int record) {
    return record % EVERY == EVERY / 2;
  }

  private static BadInput way(int record) {
    return WAYS[record / EVERY % WAYS.length];
  }

  private void assertTells(DeadLetter letter, String topic) {
    BadInput way = requireNonNull(bad.get(letter.getPartition() + "-" + letter.getOffset()));
    byte[] sent = way.bytes();
    assertThat(letter.getCause()).as("%s: %s", way, letter.getMessage()).isEqualTo(way.cause());
    assertThat(letter.getMessage()).isNotBlank();
    assertThat(letter.getTopic()).isEqualTo(topic);
    assertThat(letter.getValueSize()).isEqualTo(sent.length);
    assertThat(letter.getValue())
        .isEqualTo(ByteBuffer.wrap(sent, 0, Math.min(sent.length, Limits.DEAD_LETTER_BYTES)));
  }
}
