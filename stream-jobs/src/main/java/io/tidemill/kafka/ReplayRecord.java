package io.tidemill.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A row of a replayed file as the value of a record.
 *
 * @param value in the pipeline's event format, or the row's own bytes where it is malformed: the
 *     job makes a dead letter of those
 * @param time of a row that carries none itself, milliseconds since 1970-01-01T00:00Z; null: it is
 *     in the value
 */
@SuppressWarnings("ArrayRecordComponent") // made, sent and dropped
record ReplayRecord(byte[] value, @Nullable Long time) {

  /** The row as the job would get it from the topic, at an offset and a Kafka timestamp. */
  ConsumerRecord<byte[], byte[]> consumed(String topic, long offset, long timestamp) {
    RecordHeaders headers = new RecordHeaders();
    if (time != null) {
      headers.add(EventHeaders.time(time));
    }
    return new ConsumerRecord<>(
        topic,
        0,
        offset,
        timestamp,
        TimestampType.CREATE_TIME,
        0,
        value.length,
        new byte[0],
        value,
        headers,
        Optional.empty());
  }

  @Override
  public String toString() {
    return new String(value, ISO_8859_1) + (time == null ? "" : " at " + time);
  }
}
