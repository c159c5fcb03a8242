package io.tidemill.kafka;

import io.tidemill.pipeline.Delivery;
import io.tidemill.pipeline.OutputFormat;
import io.tidemill.schema.Topics;
import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.DeadLetter;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.schema.message.ModelMetrics;
import io.tidemill.schema.message.Prediction;
import io.tidemill.schema.message.ServedFeatures;
import io.tidemill.signing.ModelSigning;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSink;

/**
 * The sinks of a pipeline.
 *
 * @param delivery of what answers the events; models and metrics are always at-least-once, because
 *     their readers tell versions apart and must not wait for a checkpoint
 * @param output how predictions, alerts, metrics and dead letters are written; what only the jobs
 *     read is Avro
 */
public record MessageSinks(
    KafkaConnection kafka, Topics topics, Delivery delivery, OutputFormat output) {

  public Sink<Prediction> predictions() {
    return MessageSink.of(
        kafka, topics.predictions(), Prediction.class, Prediction::getKey, output, delivery);
  }

  public Sink<Alert> alerts() {
    return MessageSink.of(kafka, topics.alerts(), Alert.class, Alert::getKey, output, delivery);
  }

  public Sink<DeadLetter> deadLetters() {
    return MessageSink.of(
        kafka, topics.deadLetters(), DeadLetter.class, DeadLetters::key, output, delivery);
  }

  /** Of the learner's, whose transactions would have the names of the inference job's. */
  public Sink<DeadLetter> labelDeadLetters() {
    return MessageSink.of(
        kafka,
        topics.deadLetters(),
        DeadLetter.class,
        DeadLetters::key,
        output,
        Delivery.AT_LEAST_ONCE);
  }

  public Sink<ModelMetrics> modelMetrics() {
    return MessageSink.of(
        kafka,
        topics.modelMetrics(),
        ModelMetrics.class,
        ModelMetrics::getName,
        output,
        Delivery.AT_LEAST_ONCE);
  }

  /** Of chunks, which it signs, and of those without a payload as tombstones. */
  public Sink<ModelChunk> models(ModelSigning signing) {
    return MessageSink.of(
        kafka,
        topics.models(),
        new ModelChunkRecord(topics.models(), signing),
        Delivery.AT_LEAST_ONCE);
  }

  /** Writes rows to the partition of their key and watermarks to every partition. */
  public DataStreamSink<?> servedFeatures(DataStream<ServedFeatures> features) {
    return features
        .flatMap(new FeatureFanOut(kafka, topics.servedFeatures()))
        .returns(FeatureRow.TYPE)
        .name("fan out features")
        .uid("feature-fan-out")
        .sinkTo(
            MessageSink.of(
                kafka,
                topics.servedFeatures(),
                new FeatureRowRecord(topics.servedFeatures()),
                delivery))
        .name(topics.servedFeatures())
        .uid("served-features");
  }
}
