package io.tidemill.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.kafka.ModelChunks;
import io.tidemill.kafka.PublishedModel;
import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.snapshot.Fingerprint;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSnapshotCodec;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes events and models, as programs beside the jobs would. */
final class TopicWriter implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;
  private volatile @Nullable Exception failure;

  TopicWriter(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.LINGER_MS_CONFIG,
                2,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                16 << 20,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                64L << 20,
                // Longer than any test keeps the broker down.
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                600_000,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                600_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /**
   * Sends to the partition of the key; events of one key stay in the order of their sending.
   *
   * @return where the record has been put; {@link #flush} tells of failures, too
   */
  Future<RecordMetadata> send(String topic, String key, byte[] value) {
    return producer.send(
        new ProducerRecord<>(topic, key.getBytes(UTF_8), value),
        (place, exception) -> {
          if (exception != null) {
            failure = exception;
          }
        });
  }

  /** Publishes a model as the learner does. */
  void publish(String topic, ModelSnapshot model) throws ExecutionException, InterruptedException {
    MessageCodec<ModelChunk> codec = MessageCodec.of(ModelChunk.class);
    PublishedModel published =
        new PublishedModel(
            model.spec().name(),
            model.version(),
            Fingerprint.hex(model.fingerprint()),
            model.provenance().learnedUntil(),
            System.currentTimeMillis(),
            ModelSnapshotCodec.encode(model));
    for (ModelChunk chunk : ModelChunks.split(published)) {
      byte[] key = ModelChunks.key(chunk).getBytes(UTF_8);
      producer.send(new ProducerRecord<>(topic, key, codec.encode(chunk))).get();
    }
  }

  /** Returns when all that was sent has been acknowledged; an error if some of it was not. */
  void flush() {
    producer.flush();
    if (failure != null) {
      throw new IllegalStateException("a record could not be sent", failure);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
