package io.tidemill.kafka;

import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.MessageFormatException;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads messages that Tidemill wrote; what is none is logged, counted as {@code unreadableMessages}
 * and left out, so that one foreign record does not stop the job for ever.
 */
final class MessageDeserialization<T extends SpecificRecordBase>
    implements KafkaRecordDeserializationSchema<T> {

  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(MessageDeserialization.class);

  private final Class<T> type;
  private transient @Nullable MessageCodec<T> codec;
  private transient @Nullable Counter unreadable;

  MessageDeserialization(Class<T> type) {
    this.type = type;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    codec = MessageCodec.of(type);
    unreadable = context.getMetricGroup().counter("unreadableMessages");
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<T> out) {
    if (codec == null || unreadable == null) {
      throw new IllegalStateException("not opened");
    }
    byte[] value = record.value();
    if (value == null) { // a tombstone of a compacted topic
      return;
    }
    try {
      out.collect(codec.decode(value));
    } catch (MessageFormatException e) {
      unreadable.inc();
      if (Long.bitCount(unreadable.getCount()) == 1) { // the 1st, 2nd, 4th, 8th ...
        LOG.warn(
            "{}-{} offset {} is left out, number {}: {}",
            record.topic(),
            record.partition(),
            record.offset(),
            unreadable.getCount(),
            e.getMessage());
      }
    }
  }

  @Override
  public TypeInformation<T> getProducedType() {
    return MessageSerializer.typeOf(type);
  }
}
