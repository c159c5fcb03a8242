package io.tidemill.kafka;

import io.tidemill.schema.message.DeadLetter;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * What became of a record: an event or a dead letter, never both.
 *
 * <p>Both leave the Kafka source in one stream, because event time must be known there, partition
 * by partition; the next operator parts them.
 */
record Decoded(@Nullable Event event, @Nullable DeadLetter deadLetter) {

  static final TypeInformation<Decoded> TYPE =
      new FlatTypeInfo<>(Decoded.class, new DecodedSerializer());

  static Decoded of(Event event) {
    return new Decoded(event, null);
  }

  static Decoded of(DeadLetter deadLetter) {
    return new Decoded(null, deadLetter);
  }
}
