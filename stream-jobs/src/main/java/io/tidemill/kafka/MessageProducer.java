package io.tidemill.kafka;

import io.tidemill.pipeline.OutputFormat;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes many messages to a topic outside of a job; those of one key stay in their order. */
public final class MessageProducer<T extends SpecificRecordBase> implements AutoCloseable {
  private final String topic;
  private final MessageRecord<T> record;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  /** A producer of one topic. */
  public MessageProducer(
      KafkaConnection kafka, String topic, Class<T> type, MessageKey<T> key, OutputFormat format) {
    this.topic = topic;
    this.record = new MessageRecord<>(topic, type, key, format);
    producer =
        new KafkaProducer<>(
            kafka.client(
                Map.of(
                    "client.id",
                    "tidemill-" + type.getSimpleName(),
                    "acks",
                    "all",
                    "linger.ms",
                    "5",
                    "batch.size",
                    String.valueOf(64 << 10))),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Sends a message; an error if one before it could not be written. */
  @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
  public void send(T message) throws IOException {
    fail();
    producer.send(
        record.record(message, null),
        (metadata, e) -> {
          if (e != null) {
            failure.compareAndSet(null, e);
          }
        });
  }

  /** Returns when all that was sent is acknowledged. */
  public void flush() throws IOException {
    producer.flush();
    fail();
  }

  private void fail() throws IOException {
    Exception e = failure.get();
    if (e != null) {
      throw new IOException("topic " + topic + " could not be written: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
