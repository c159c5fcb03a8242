package io.tidemill.kafka;

import io.tidemill.schema.message.ModelChunk;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads chunks as other messages are read, and tombstones as chunks without a payload. */
final class ModelChunkDeserialization implements KafkaRecordDeserializationSchema<ModelChunk> {

  private static final long serialVersionUID = 1;

  private final MessageDeserialization<ModelChunk> messages =
      new MessageDeserialization<>(ModelChunk.class);

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    messages.open(context);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ModelChunk> out) {
    if (record.value() != null) {
      messages.deserialize(record, out);
    } else if (record.key() != null) {
      ModelChunk tombstone = ModelChunks.tombstone(record.key());
      if (tombstone != null) {
        out.collect(tombstone);
      }
    }
  }

  @Override
  public TypeInformation<ModelChunk> getProducedType() {
    return messages.getProducedType();
  }
}
