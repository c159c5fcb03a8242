package io.tidemill.kafka;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Headers of events that were played from a file. */
final class EventHeaders {

  /** Event time of a row without one: 8 bytes, milliseconds since 1970-01-01T00:00Z. */
  static final String TIME = "tidemill-time";

  private EventHeaders() {}

  static Header time(long time) {
    return new RecordHeader(TIME, ByteBuffer.allocate(Long.BYTES).putLong(time).array());
  }

  /** The event time in the headers; null where there is none. */
  static @Nullable Long time(Headers headers) {
    Header header = headers.lastHeader(TIME);
    return header == null || header.value() == null || header.value().length != Long.BYTES
        ? null
        : ByteBuffer.wrap(header.value()).getLong();
  }
}
