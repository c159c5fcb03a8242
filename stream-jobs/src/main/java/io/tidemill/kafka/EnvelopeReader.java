package io.tidemill.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the envelope from its Avro bytes where it is plain: today's schema, numbers that are finite
 * or null, no texts. Names of numbers mostly come in the order of the envelope before, so they are
 * compared with those first, and not looked up.
 *
 * <p>Holds what it has read until the next one; belongs to one thread.
 */
final class EnvelopeReader {
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int HEADER = 10;
  private static final int REMEMBERED = 256; // names
  private static final int SKIPPED = -1;

  private final long fingerprint;
  private final Map<String, FieldRole> fields;
  private final byte[][] names = new byte[REMEMBERED][]; // [place in the envelope]
  private final int[] roles = new int[REMEMBERED]; // [place] -> index in numbers, SKIPPED
  private final double[] numbers;
  private byte[] bytes = {};
  private int at;
  private boolean plain;
  private @Nullable String id;
  private String key = "";
  private long time;

  /**
   * @param fingerprint of today's schema
   * @param width of an event's numbers
   */
  EnvelopeReader(long fingerprint, Map<String, FieldRole> fields, int width) {
    this.fingerprint = fingerprint;
    this.fields = fields;
    this.numbers = new double[width];
    Arrays.fill(names, new byte[0]);
    Arrays.fill(roles, SKIPPED);
  }

  @Nullable String id() {
    return id;
  }

  String key() {
    return key;
  }

  long time() {
    return time;
  }

  /** In the order of the pipeline; NaN: missing. */
  double[] numbers() {
    return numbers;
  }

  /** Whether the envelope was plain, and has been read to its end. */
  boolean read(byte[] envelope) {
    if (envelope.length < HEADER
        || envelope[0] != (byte) 0xC3
        || envelope[1] != 0x01
        || (long) LONG.get(envelope, 2) != fingerprint) {
      return false;
    }
    bytes = envelope;
    at = HEADER;
    plain = true;
    long branch = varint();
    id = branch == 1 ? text() : null;
    key = text();
    time = varint();
    Arrays.fill(numbers, Double.NaN);
    numbers(varint());
    boolean noTexts = varint() == 0;
    return plain && noTexts && (branch == 0 || branch == 1) && at == bytes.length;
  }

  /** Reads the blocks of the map, the first of so many numbers; those with a size are not plain. */
  private void numbers(long count) {
    int place = 0;
    for (long left = count; left != 0 && plain; left = varint()) {
      plain = left > 0;
      for (long i = 0; i < left && plain; i++) {
        number(place++);
      }
    }
  }

  private void number(int place) {
    int length = length();
    int name = at;
    at += length;
    long branch = varint();
    if (!plain || place >= REMEMBERED) {
      plain = false;
      return;
    }
    byte[] known = names[place];
    if (!Arrays.equals(known, 0, known.length, bytes, name, name + length)) {
      learn(place, name, length);
    }
    int number = roles[place];
    if (branch == 0) {
      return;
    }
    if (branch != 1 || bytes.length - at < Double.BYTES) {
      plain = false;
      return;
    }
    double value = (double) DOUBLE.get(bytes, at);
    at += Double.BYTES;
    if (number != SKIPPED) {
      plain = Double.isFinite(value) && Double.isNaN(numbers[number]); // no bad one, none twice
      numbers[number] = value;
    }
  }

  private void learn(int place, int from, int length) {
    names[place] = Arrays.copyOfRange(bytes, from, from + length);
    FieldRole role = fields.get(new String(bytes, from, length, UTF_8));
    roles[place] = role == null || role.number() < 0 ? SKIPPED : role.number();
  }

  private String text() {
    int length = length();
    String text = plain ? new String(bytes, at, length, UTF_8) : "";
    at += length;
    return text;
  }

  /** A length that the rest of the bytes has room for; 0 and not plain: it has not. */
  private int length() {
    long length = varint();
    if (length < 0 || length > bytes.length - at) {
      plain = false;
      return 0;
    }
    return (int) length;
  }

  /** A zigzag varint (Avro specification, "Binary encoding"). */
  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64 && at < bytes.length; shift += 7) {
      byte b = bytes[at++];
      value |= (b & 0x7FL) << shift;
      if (b >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    plain = false;
    return 0;
  }
}
