package io.tidemill.kafka;

import io.tidemill.pipeline.Events;
import java.time.Duration;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * The events of a pipeline, in event time; what is no event leaves by the side output {@link
 * DeadLetters#TAG}.
 *
 * @param group consumer group: a job without a checkpoint goes on where the group ended, or begins
 *     with the oldest event
 * @param bounded whether to end with the last event that is there at the start
 */
public record EventSource(KafkaConnection kafka, Events events, String group, boolean bounded) {

  /** How often event time moves. */
  public static final Duration WATERMARK_INTERVAL = Duration.ofMillis(50);

  /**
   * Bytes of one partition before it is another's turn. With Kafka's megabyte, ten thousand events,
   * a partition whose events wait behind those of others could pass for idle on a busy machine, and
   * they would be late.
   */
  private static final int TURN = 128 * 1024;

  /**
   * Adds the source to a job, and sets the job's watermark interval.
   *
   * @param parallelism at most the partitions of the topic: a subtask without any would hold up
   *     event time where the pipeline does not let partitions be idle
   */
  public SingleOutputStreamOperator<Event> addTo(StreamExecutionEnvironment env, int parallelism) {
    env.getConfig().setAutoWatermarkInterval(WATERMARK_INTERVAL.toMillis());
    return env.fromSource(source(), EventWatermarks.strategy(events), events.topic(), Decoded.TYPE)
        .uid("events")
        .setParallelism(parallelism)
        .process(new DeadLetterSplit())
        .returns(Event.TYPE)
        .name("part events and dead letters")
        .uid("dead-letter-split")
        .setParallelism(parallelism);
  }

  @SuppressWarnings("deprecation") // the connector asks for this enum of kafka-clients
  private KafkaSource<Decoded> source() {
    KafkaSourceBuilder<Decoded> source =
        MessageSource.builder(
            kafka,
            events.topic(),
            group,
            OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST),
            new EventDeserialization(events));
    source.setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, String.valueOf(TURN));
    if (bounded) {
      source.setBounded(OffsetsInitializer.latest());
    }
    return source.build();
  }
}
