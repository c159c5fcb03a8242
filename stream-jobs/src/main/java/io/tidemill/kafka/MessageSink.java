package io.tidemill.kafka;

import io.tidemill.pipeline.Delivery;
import io.tidemill.pipeline.OutputFormat;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;

/** Kafka sinks of messages. */
public final class MessageSink {

  /**
   * How long a transaction may stay open: as long as a broker allows by default. A job that is down
   * for longer than this after a checkpoint loses what that checkpoint had not committed yet.
   */
  static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(15);

  private MessageSink() {}

  /**
   * A sink of one topic.
   *
   * @param topic its name, which with exactly-once also begins the transactions' ids: one job at a
   *     time may write it
   */
  public static <T extends SpecificRecordBase> Sink<T> of(
      KafkaConnection kafka,
      String topic,
      Class<T> type,
      MessageKey<T> key,
      OutputFormat format,
      Delivery delivery) {
    return of(kafka, topic, new MessageRecord<>(topic, type, key, format), delivery);
  }

  static <T> Sink<T> of(
      KafkaConnection kafka,
      String topic,
      KafkaRecordSerializationSchema<T> record,
      Delivery delivery) {
    KafkaSinkBuilder<T> sink =
        KafkaSink.<T>builder()
            .setKafkaProducerConfig(
                kafka.client(
                    Map.of(
                        "acks",
                        "all",
                        "linger.ms",
                        "5",
                        "batch.size",
                        String.valueOf(64 << 10),
                        "transaction.timeout.ms",
                        String.valueOf(TRANSACTION_TIMEOUT.toMillis()))))
            .setRecordSerializer(record);
    if (delivery == Delivery.EXACTLY_ONCE) {
      sink.setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
          .setTransactionalIdPrefix(topic)
          // A new id every checkpoint would stay in the broker's memory for a week.
          .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING);
    } else {
      sink.setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE);
    }
    return new ContainedSink<>(sink.build());
  }
}
