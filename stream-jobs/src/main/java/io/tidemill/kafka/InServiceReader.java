package io.tidemill.kafka;

import io.tidemill.pipeline.Pipeline;
import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.MessageFormatException;
import io.tidemill.schema.message.ModelChunk;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads the models topic from its beginning to where it ends now. */
public final class InServiceReader {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

  private InServiceReader() {}

  /**
   * The newest version of a pipeline's model; its models topic must exist.
   *
   * @throws TimeoutException when the broker does not answer for 30 s
   */
  public static InService read(KafkaConnection kafka, Pipeline pipeline) {
    String topic = pipeline.topics().models();
    String model = pipeline.name();
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            kafka.client(
                Map.of(
                    "isolation.level", "read_committed",
                    "enable.auto.commit", "false",
                    "client.id", model + "-in-service")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      Newest newest = new Newest(model);
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
          newest.add(record.value());
          deadline = System.nanoTime() + PATIENCE_NANOS;
        }
        if (System.nanoTime() > deadline) {
          throw new TimeoutException(
              "topic %s: nothing came for 30 s at offset %d of %d"
                  .formatted(topic, consumer.position(partition), end));
        }
      }
      return newest.inService();
    }
  }

  /** The newest version among the chunks seen so far. */
  static final class Newest {
    private final String model;
    private final MessageCodec<ModelChunk> codec = MessageCodec.of(ModelChunk.class);
    private final ModelAssembler assembler;
    private InService inService = InService.NOTHING;

    Newest(String model) {
      this.model = model;
      this.assembler = new ModelAssembler(model);
    }

    InService inService() {
      return inService;
    }

    /** Takes the value of the next record; what is no chunk of the model is passed over. */
    void add(byte @Nullable [] value) {
      if (value == null) { // a tombstone of a compacted topic
        return;
      }
      ModelChunk chunk;
      try {
        chunk = codec.decode(value);
      } catch (MessageFormatException e) {
        return;
      }
      if (!chunk.getName().equals(model)) {
        return;
      }
      int epoch = Math.max(inService.epoch(), chunk.getEpoch());
      byte[] snapshot = inService.snapshot();
      if (assembler.add(chunk) instanceof ModelAssembler.Complete complete) {
        snapshot = complete.model().snapshot();
      }
      inService = new InService(epoch, snapshot);
    }
  }
}
