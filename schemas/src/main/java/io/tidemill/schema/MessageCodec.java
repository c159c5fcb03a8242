package io.tidemill.schema;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one class as bytes: Avro single-object encoding (C3 01, CRC-64-AVRO of the writer's
 * schema little-endian, body; Avro specification, "Single-object encoding"), or JSON as {@link
 * MessageJson} writes it.
 *
 * <p>Reads what this and every earlier release wrote. Lengths and counts are checked against the
 * bytes that are there before anything is allocated. Keeps buffers between calls: one codec belongs
 * to one thread.
 *
 * @param <T> a generated class of {@code io.tidemill.schema.message}
 */
public final class MessageCodec<T extends SpecificRecordBase> {

  /** The largest message that is read, in bytes; larger ones are refused unread. */
  public static final int MAX_BYTES = 16 << 20;

  private static final int HEADER = 10;

  private final Class<T> type;
  private final Schema schema;
  private final SpecificData model;
  private final SpecificDatumWriter<T> writer;
  private final Map<Long, SpecificDatumReader<T>> readers = new HashMap<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private final byte[] header = new byte[HEADER];
  private @Nullable BinaryEncoder encoder;
  private @Nullable BinaryDecoder decoder;
  private @Nullable MessageJson json;

  private MessageCodec(Class<T> type, List<Schema> formerSchemas) {
    this.type = type;
    // Of its own, not the class's: generated encoders are switched on for this codec alone.
    this.model = new SpecificData(type.getClassLoader());
    this.schema = model.getSchema(type);
    SpecificData writing = new SpecificData(type.getClassLoader());
    writing.setCustomCoders(true);
    this.writer = new SpecificDatumWriter<>(schema, writing);
    for (Schema former : formerSchemas) {
      addReader(former);
    }
    addReader(schema);
    header[0] = (byte) 0xC3;
    header[1] = 0x01;
    long fingerprint = SchemaNormalization.parsingFingerprint64(schema);
    for (int i = 0; i < 8; i++) {
      header[2 + i] = (byte) (fingerprint >>> (8 * i));
    }
  }

  /** A codec of a generated message class. */
  public static <T extends SpecificRecordBase> MessageCodec<T> of(Class<T> type) {
    return new MessageCodec<>(type, WriterSchemas.former(type.getSimpleName()));
  }

  static <T extends SpecificRecordBase> MessageCodec<T> of(
      Class<T> type, List<Schema> formerSchemas) {
    return new MessageCodec<>(type, formerSchemas);
  }

  /** The class of the messages. */
  public Class<T> type() {
    return type;
  }

  /** CRC-64-AVRO of the parsing canonical form of the schema that is written. */
  public long fingerprint() {
    return fingerprint(header, 0);
  }

  /** The message in Avro single-object encoding. */
  public byte[] encode(T message) {
    bytes.reset();
    bytes.write(header, 0, HEADER);
    encoder = EncoderFactory.get().binaryEncoder(bytes, encoder);
    try {
      writer.write(message, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The message as one JSON object in UTF-8. */
  public byte[] encodeJson(T message) {
    return json().write(message);
  }

  /** Reads a message of either encoding, told apart by the first byte. */
  public T decode(byte[] message) throws MessageFormatException {
    return decode(message, 0, message.length);
  }

  /** Reads a message of either encoding from part of an array. */
  public T decode(byte[] message, int offset, int length) throws MessageFormatException {
    if (length > MAX_BYTES) {
      throw refused("message of " + length + " bytes: at most " + MAX_BYTES + " are read");
    }
    if (length > 0 && message[offset] == '{') {
      return type.cast(json().read(message, offset, length));
    }
    if (length < HEADER || message[offset] != header[0] || message[offset + 1] != header[1]) {
      throw refused(
          length == 0
              ? "message is empty"
              : "message begins neither with C3 01 (Avro single-object encoding) nor with '{' (JSON):"
                  + " was it written by Tidemill?");
    }
    SpecificDatumReader<T> reader = readers.get(fingerprint(message, offset));
    if (reader == null) {
      throw refused(
          "schema fingerprint "
              + hex(fingerprint(message, offset))
              + " is not known (current "
              + hex(fingerprint())
              + ", "
              + (readers.size() - 1)
              + " former): another message class, or a newer release wrote it; upgrade the reader"
              + " first");
    }
    decoder =
        DecoderFactory.get().binaryDecoder(message, offset + HEADER, length - HEADER, decoder);
    try {
      T read = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        throw refused("bytes follow the end of the message");
      }
      return read;
    } catch (MessageFormatException e) {
      throw e;
    } catch (IOException
        | AvroRuntimeException
        | UnsupportedOperationException
        | IndexOutOfBoundsException e) {
      throw new MessageFormatException(
          type.getSimpleName()
              + ": message of "
              + length
              + " bytes is cut or corrupted: "
              + e.getMessage(),
          e);
    }
  }

  /** Fingerprints of the schemas that can be read, the current one included. */
  Set<Long> readable() {
    return readers.keySet();
  }

  private void addReader(Schema written) {
    readers.put(
        SchemaNormalization.parsingFingerprint64(written),
        new SpecificDatumReader<>(written, schema, model));
  }

  private MessageJson json() {
    if (json == null) {
      json = new MessageJson(schema, model);
    }
    return json;
  }

  private static long fingerprint(byte[] message, int offset) {
    long fingerprint = 0;
    for (int i = 0; i < 8; i++) {
      fingerprint |= (message[offset + 2 + i] & 0xFFL) << (8 * i);
    }
    return fingerprint;
  }

  private static String hex(long fingerprint) {
    return String.format("%016x", fingerprint);
  }

  private MessageFormatException refused(String what) {
    return new MessageFormatException(type.getSimpleName() + ": " + what);
  }
}
