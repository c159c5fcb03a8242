package io.tidemill.benchmark.inference;

import io.tidemill.schema.message.Event;
import java.io.IOException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.formats.avro.typeutils.GenericRecordAvroTypeInfo;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The events as generic Avro records, with partition and offset in their id: how a Flink job has
 * them that declares nothing.
 */
final class GenericEvents implements KafkaRecordDeserializationSchema<GenericRecord> {
  private static final long serialVersionUID = 1;
  private static final int HEADER = 10; // of the single-object encoding

  private transient @Nullable GenericDatumReader<GenericRecord> reader;
  private transient @Nullable BinaryDecoder decoder;

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    reader = new GenericDatumReader<>(schema());
  }

  private static Schema schema() {
    return Event.getClassSchema();
  }

  /** A number of an event; NaN: missing. */
  static double number(GenericRecord event, String field) {
    Object number = ((Map<?, ?>) event.get("numbers")).get(new Utf8(field));
    return number instanceof Double value ? value : Double.NaN;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<GenericRecord> out)
      throws IOException {
    if (reader == null) {
      throw new IllegalStateException("not opened");
    }
    byte[] value = record.value();
    decoder = DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, decoder);
    GenericRecord event = reader.read(null, decoder);
    event.put("id", record.partition() + "-" + record.offset());
    out.collect(event);
  }

  @Override
  public TypeInformation<GenericRecord> getProducedType() {
    return new GenericRecordAvroTypeInfo(schema());
  }
}
