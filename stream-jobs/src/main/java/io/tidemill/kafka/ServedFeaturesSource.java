package io.tidemill.kafka;

import io.tidemill.schema.Topics;
import io.tidemill.schema.message.FeatureRecordKind;
import io.tidemill.schema.message.ServedFeatures;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/**
 * The rows of the served features, in the event time of the job that wrote them: see {@link
 * ServedFeaturesWatermarks}. The watermark rows end here.
 */
public record ServedFeaturesSource(KafkaConnection kafka, Topics topics, String group) {

  /**
   * Adds the source to a job, and sets the job's watermark interval.
   *
   * @param parallelism at most the partitions of the topic: a subtask without any would hold up
   *     event time
   */
  public SingleOutputStreamOperator<ServedFeatures> addTo(
      StreamExecutionEnvironment env, int parallelism, OffsetsInitializer start) {
    env.getConfig().setAutoWatermarkInterval(EventSource.WATERMARK_INTERVAL.toMillis());
    return env.fromSource(
            MessageSource.of(kafka, topics.servedFeatures(), ServedFeatures.class, group, start),
            WatermarkStrategy.<ServedFeatures>forGenerator(
                    context -> new ServedFeaturesWatermarks())
                .withTimestampAssigner((features, recordTime) -> features.getTime()),
            topics.servedFeatures(),
            MessageSerializer.typeOf(ServedFeatures.class))
        .uid("served-features")
        .setParallelism(parallelism)
        .flatMap(ServedFeaturesSource::rows, MessageSerializer.typeOf(ServedFeatures.class))
        .name("rows")
        .uid("served-feature-rows")
        .setParallelism(parallelism);
  }

  private static void rows(ServedFeatures features, Collector<ServedFeatures> out) {
    if (features.getKind() != FeatureRecordKind.WATERMARK) {
      ServedRows.each(features).forEach(out::collect);
    }
  }
}
