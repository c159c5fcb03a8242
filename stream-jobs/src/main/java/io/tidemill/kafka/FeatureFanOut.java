package io.tidemill.kafka;

import io.tidemill.schema.message.FeatureRecordKind;
import io.tidemill.schema.message.ObservedRow;
import io.tidemill.schema.message.ServedFeatures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Sends rows to the partition of their key, those of a message that share one together, and
 * watermarks to every partition.
 *
 * <p>The partitions are counted once, when the job starts: a topic that grows later keeps its rows
 * and watermarks where they were until the job is restarted.
 */
@SuppressWarnings("NullAway.Init") // open makes what is transient
final class FeatureFanOut extends RichFlatMapFunction<ServedFeatures, FeatureRow> {

  private static final long serialVersionUID = 1;

  /**
   * Bytes of rows in a message, well below what a broker takes by default, unless it is one row.
   */
  private static final long LARGEST = 256 << 10;

  private final KafkaConnection kafka;
  private final String topic;
  private transient int partitions;
  private transient List<List<ObservedRow>> shares; // [partitions]
  private transient long[] sizes; // [partitions] bytes, at most

  FeatureFanOut(KafkaConnection kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
  }

  @Override
  public void open(OpenContext context) throws TopicException {
    partitions = new TopicCreation(kafka).partitions(topic);
    shares = new ArrayList<>(Collections.nCopies(partitions, List.of()));
    sizes = new long[partitions];
  }

  @Override
  public void flatMap(ServedFeatures features, Collector<FeatureRow> out) {
    if (features.getKind() == FeatureRecordKind.ROWS) {
      for (ObservedRow row : features.getRows()) {
        add(FeatureRow.partitionOf(row.getKey(), partitions), row, features, out);
      }
    }
    for (int partition = 0; partition < partitions; partition++) {
      if (features.getKind() == FeatureRecordKind.ROWS) {
        send(partition, features, out);
      } else {
        out.collect(new FeatureRow(partition, features));
      }
    }
  }

  private void add(
      int partition, ObservedRow row, ServedFeatures bundle, Collector<FeatureRow> out) {
    long size = 8L * (row.getObserved().size() + row.getAnswer().size());
    size += 3L * (row.getKey().length() + row.getEventId().length()) + 64;
    if (sizes[partition] + size > LARGEST) {
      send(partition, bundle, out);
    }
    if (shares.get(partition).isEmpty()) {
      shares.set(partition, new ArrayList<>());
    }
    shares.get(partition).add(row);
    sizes[partition] += size;
  }

  private void send(int partition, ServedFeatures bundle, Collector<FeatureRow> out) {
    if (!shares.get(partition).isEmpty()) {
      ServedFeatures share =
          ServedRows.together(
              shares.get(partition), bundle.getSchema$(), bundle.getEpoch(), bundle.getSequence());
      out.collect(new FeatureRow(partition, share));
      shares.set(partition, List.of());
      sizes[partition] = 0;
    }
  }
}
