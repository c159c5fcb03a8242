package io.tidemill.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.kafka.ServedRows;
import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.MessageFormatException;
import io.tidemill.schema.Topic;
import io.tidemill.schema.message.FeatureRecordKind;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.ServedFeatures;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What readers of committed results see of a run.
 *
 * @param predictions bytes by key, in their order
 * @param alerts bytes by key, in their order
 * @param servedFeatures rows by key, in their order
 */
record CommittedOutputs(
    Map<String, List<ByteBuffer>> predictions,
    Map<String, List<ByteBuffer>> alerts,
    Map<String, List<ServedFeatures>> servedFeatures) {

  static CommittedOutputs read(PipelineTopics topics) {
    Map<String, List<ServedFeatures>> rows = new TreeMap<>();
    try (TopicReader<ServedFeatures> reader =
        topics.committed(Topic.SERVED_FEATURES, ServedFeatures.class)) {
      for (ServedFeatures message : reader.read()) {
        for (ServedFeatures row : ServedRows.each(message)) {
          if (row.getKind() == FeatureRecordKind.ROW) {
            rows.computeIfAbsent(row.getKey(), key -> new ArrayList<>()).add(row);
          }
        }
      }
    }
    return new CommittedOutputs(
        bytes(topics, Topic.PREDICTIONS), bytes(topics, Topic.ALERTS), rows);
  }

  private static Map<String, List<ByteBuffer>> bytes(PipelineTopics topics, Topic topic) {
    Map<String, List<ByteBuffer>> bytes = new TreeMap<>();
    try (TopicReader<ConsumerRecord<byte[], byte[]>> reader = topics.committedRecords(topic)) {
      for (ConsumerRecord<byte[], byte[]> record : reader.read()) {
        bytes
            .computeIfAbsent(
                new String(record.key(), StandardCharsets.UTF_8), key -> new ArrayList<>())
            .add(ByteBuffer.wrap(record.value()));
      }
    }
    return bytes;
  }

  /** How many predictions there are. */
  int answers() {
    return predictions.values().stream().mapToInt(List::size).sum();
  }

  /** Every prediction, in order within its key. */
  List<Prediction> decoded() throws MessageFormatException {
    MessageCodec<Prediction> codec = MessageCodec.of(Prediction.class);
    List<Prediction> decoded = new ArrayList<>();
    for (List<ByteBuffer> ofKey : predictions.values()) {
      for (ByteBuffer bytes : ofKey) {
        byte[] message = new byte[bytes.remaining()];
        bytes.duplicate().get(message);
        decoded.add(codec.decode(message));
      }
    }
    return decoded;
  }

  /** Asserts that another run has written the same. */
  void assertSameAs(CommittedOutputs other) throws MessageFormatException {
    assertThat(decoded()).as("predictions").isEqualTo(other.decoded()); // to say what differs
    assertThat(predictions).as("bytes of predictions").isEqualTo(other.predictions);
    assertThat(alerts).as("bytes of alerts").isEqualTo(other.alerts);
    assertThat(servedFeatures).as("served features").isEqualTo(other.servedFeatures);
  }
}
