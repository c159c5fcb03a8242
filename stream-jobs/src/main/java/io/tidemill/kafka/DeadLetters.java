package io.tidemill.kafka;

import io.tidemill.schema.message.DeadLetter;
import io.tidemill.schema.message.DeadLetterCause;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.flink.util.OutputTag;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records that are no events: where they were, why, and the first bytes of them. */
public final class DeadLetters {

  /** The side output of {@link EventSource}. */
  public static final OutputTag<DeadLetter> TAG =
      new OutputTag<>("dead-letters", MessageSerializer.typeOf(DeadLetter.class));

  private DeadLetters() {}

  static DeadLetter of(
      ConsumerRecord<byte[], byte[]> record, DeadLetterCause cause, String message) {
    byte[] value = record.value() == null ? new byte[0] : record.value();
    return DeadLetter.newBuilder()
        .setCause(cause)
        .setMessage(
            message.length() <= Limits.MESSAGE_CHARS
                ? message
                : message.substring(0, Limits.MESSAGE_CHARS - 1) + "…")
        .setTopic(record.topic())
        .setPartition(record.partition())
        .setOffset(record.offset())
        .setTimestamp(record.timestamp())
        .setKey(record.key() == null ? null : cut(record.key()))
        .setValue(cut(value))
        .setValueSize(value.length)
        .build();
  }

  /** The key of a dead letter's own record. */
  static String key(DeadLetter deadLetter) {
    return deadLetter.getPartition() + "-" + deadLetter.getOffset();
  }

  private static ByteBuffer cut(byte[] bytes) {
    // A copy even of a short value: the consumer's buffer may be far larger.
    return ByteBuffer.wrap(Arrays.copyOf(bytes, Math.min(bytes.length, Limits.DEAD_LETTER_BYTES)));
  }
}
