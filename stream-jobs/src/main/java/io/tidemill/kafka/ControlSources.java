package io.tidemill.kafka;

import io.tidemill.schema.Topics;
import io.tidemill.schema.message.Control;
import io.tidemill.schema.message.ModelChunk;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Models and orders as a job reads them, by one subtask each and without event time.
 *
 * @param group consumer group that offsets are committed to; also begins the client ids
 * @param submission where a job without a state begins
 */
public record ControlSources(
    KafkaConnection kafka, Topics topics, String group, AtSubmission submission) {

  /**
   * Chunks of models; those without a payload are tombstones.
   *
   * @param uid of the source: a job that writes models, too, has them under their own name
   */
  public SingleOutputStreamOperator<ModelChunk> models(StreamExecutionEnvironment env, String uid) {
    String topic = topics.models();
    return env.fromSource(
            MessageSource.ofModels(kafka, topic, group, submission.modelsFrom()),
            WatermarkStrategy.noWatermarks(),
            topic,
            MessageSerializer.typeOf(ModelChunk.class))
        .uid(uid)
        .setParallelism(1);
  }

  /** What the control topic says. */
  public SingleOutputStreamOperator<Control> orders(StreamExecutionEnvironment env) {
    String topic = topics.control();
    return env.fromSource(
            MessageSource.of(
                kafka,
                topic,
                Control.class,
                group,
                MessageSource.at(topic, submission.controlFrom())),
            WatermarkStrategy.noWatermarks(),
            topic,
            MessageSerializer.typeOf(Control.class))
        .uid("control")
        .setParallelism(1);
  }
}
