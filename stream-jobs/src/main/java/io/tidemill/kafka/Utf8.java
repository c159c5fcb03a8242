package io.tidemill.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.schema.message.DeadLetterCause;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** UTF-8 that is refused, not repaired, where it is malformed. */
final class Utf8 {

  private Utf8() {}

  static String decode(byte[] bytes) throws BadRecordException {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BadRecordException(DeadLetterCause.BAD_ENCODING, "the bytes are no UTF-8");
    }
  }
}
