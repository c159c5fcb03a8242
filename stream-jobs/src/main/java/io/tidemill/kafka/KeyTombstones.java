package io.tidemill.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.schema.Topic;
import io.tidemill.schema.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Drops a key from those of a pipeline's topics that are keyed by it and that somebody has set to
 * be compacted; by themselves they are not, and their records expire.
 */
public record KeyTombstones(KafkaConnection kafka, Topics topics) {

  /**
   * Writes a tombstone to each.
   *
   * @return the names of these topics
   */
  public List<String> write(String key) throws IOException, InterruptedException {
    TopicCreation creation = new TopicCreation(kafka);
    List<String> compacted = new ArrayList<>();
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      String name = topics.name(topic);
      if (topic.key() == Topic.Key.ENTITY && creation.isCompacted(name)) {
        compacted.add(name);
        records.add(
            new ProducerRecord<>(
                name,
                FeatureRow.partitionOf(key, creation.partitions(name)),
                key.getBytes(UTF_8),
                null));
      }
    }
    if (!records.isEmpty()) {
      TopicAppend.write(kafka, "tidemill-forget", "the tombstone", records);
    }
    return compacted;
  }
}
