package io.tidemill.kafka;

import io.tidemill.pipeline.OutputFormat;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.snapshot.ModelSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The model that a stream begins with: one that was learned before, from files. */
public final class FirstModel {
  private FirstModel() {}

  /**
   * Publishes a model on the models topic, which must exist, unless a version that is as new is
   * there; what is published is acknowledged when it returns.
   *
   * @param now by the clock, milliseconds
   * @return whether it was published
   */
  public static boolean publish(
      KafkaConnection kafka, Pipeline pipeline, ModelSnapshot model, long now)
      throws IOException, InterruptedException {
    if (!InServiceReader.read(kafka, pipeline).isOlderThan(model)) {
      return false;
    }
    String topic = pipeline.topics().models();
    MessageRecord<ModelChunk> record =
        new MessageRecord<>(topic, ModelChunk.class, ModelChunks::key, OutputFormat.AVRO);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.client(Map.of("client.id", "tidemill-first-model", "acks", "all")),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (ModelChunk chunk : ModelChunks.split(PublishedModel.of(model, now))) {
        sent.add(producer.send(record.record(chunk, null)));
      }
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(
          "the model could not be written to topic " + topic + ": " + e.getCause(), e);
    }
    return true;
  }
}
