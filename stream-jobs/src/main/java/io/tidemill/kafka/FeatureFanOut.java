package io.tidemill.kafka;

import io.tidemill.schema.message.FeatureRecordKind;
import io.tidemill.schema.message.ServedFeatures;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * Sends rows to the partition of their key and watermarks to every partition.
 *
 * <p>The partitions are counted once, when the job starts: a topic that grows later keeps its rows
 * and watermarks where they were until the job is restarted.
 */
final class FeatureFanOut extends RichFlatMapFunction<ServedFeatures, FeatureRow> {

  private static final long serialVersionUID = 1;

  private final KafkaConnection kafka;
  private final String topic;
  private transient int partitions;

  FeatureFanOut(KafkaConnection kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
  }

  @Override
  public void open(OpenContext context) throws TopicException {
    partitions = new TopicCreation(kafka).partitions(topic);
  }

  @Override
  public void flatMap(ServedFeatures features, Collector<FeatureRow> out) {
    if (features.getKind() == FeatureRecordKind.ROW) {
      out.collect(new FeatureRow(FeatureRow.partitionOf(features.getKey(), partitions), features));
      return;
    }
    for (int partition = 0; partition < partitions; partition++) {
      out.collect(new FeatureRow(partition, features));
    }
  }
}
