package io.tidemill.kafka;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes a few records, outside of a job. */
final class TopicAppend {
  private TopicAppend() {}

  /**
   * Writes records; all are acknowledged when it returns.
   *
   * @param what they are, for the error
   */
  static void write(
      KafkaConnection kafka,
      String clientId,
      String what,
      List<ProducerRecord<byte[], byte[]>> records)
      throws IOException, InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.client(Map.of("client.id", clientId, "acks", "all")),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (ProducerRecord<byte[], byte[]> record : records) {
        sent.add(producer.send(record));
      }
      for (int i = 0; i < sent.size(); i++) {
        try {
          sent.get(i).get();
        } catch (ExecutionException e) {
          throw new IOException(
              "%s could not be written to topic %s: %s"
                  .formatted(what, records.get(i).topic(), e.getCause()),
              e);
        }
      }
    }
  }
}
