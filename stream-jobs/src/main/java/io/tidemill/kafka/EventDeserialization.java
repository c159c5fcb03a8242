package io.tidemill.kafka;

import io.tidemill.pipeline.Events;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Decodes records inside the source, where their partition is still known to event time. */
final class EventDeserialization implements KafkaRecordDeserializationSchema<Decoded> {

  private static final long serialVersionUID = 1;

  private final Events events;
  private transient @Nullable EventDecoder decoder;

  EventDeserialization(Events events) {
    this.events = events;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    decoder = new EventDecoder(events);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Decoded> out) {
    if (decoder == null) {
      throw new IllegalStateException("not opened");
    }
    out.collect(decoder.decode(record));
  }

  @Override
  public TypeInformation<Decoded> getProducedType() {
    return Decoded.TYPE;
  }
}
