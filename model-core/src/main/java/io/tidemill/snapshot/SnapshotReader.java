package io.tidemill.snapshot;

import io.tidemill.layer.ParameterLayout;
import io.tidemill.network.Parameters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Reads the parts of a snapshot, none further than its bytes reach. */
final class SnapshotReader {
  private final ByteBuffer bytes;

  SnapshotReader(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /** What a part is made with; it may find the bytes wrong itself, or its arguments. */
  interface Part<T> {
    T read() throws SnapshotFormatException;
  }

  /** The part, or a complaint that says which part it is and where it begins. */
  <T> T built(String name, Part<T> part) throws SnapshotFormatException {
    int from = bytes.position();
    try {
      return part.read();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new SnapshotFormatException(
          "the snapshot's " + name + ", from byte " + from + ", is refused: " + e.getMessage(), e);
    }
  }

  int int32() throws SnapshotFormatException {
    need(Integer.BYTES, "a number");
    return bytes.getInt();
  }

  long int64() throws SnapshotFormatException {
    need(Long.BYTES, "a number");
    return bytes.getLong();
  }

  String text(String name) throws SnapshotFormatException {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  /** A length and as many bytes. */
  byte[] bytes(String name) throws SnapshotFormatException {
    int length = int32();
    need(length, name);
    byte[] read = new byte[length];
    bytes.get(read);
    return read;
  }

  OptionalLong optional() throws SnapshotFormatException {
    need(1 + Long.BYTES, "an optional number");
    boolean present = bytes.get() != 0;
    long value = bytes.getLong();
    return present ? OptionalLong.of(value) : OptionalLong.empty();
  }

  /** A count that must be the expected one, of elements whose bytes are there. */
  int count(int expected, int elementBytes, String name) throws SnapshotFormatException {
    int from = bytes.position();
    int count = int32();
    if (count != expected) {
      throw new SnapshotFormatException(
          "the snapshot has " + count + " " + name + " at byte " + from + ", its spec " + expected);
    }
    need((long) elementBytes * count, name);
    return count;
  }

  /** Of weights, which may be as they were learned where {@code whole}. */
  Precision precision(boolean whole) throws SnapshotFormatException {
    need(1, "the precision");
    byte found = bytes.get();
    if (found == 0 && whole) {
      return Precision.FLOAT32;
    }
    return switch (found) {
      case 1 -> Precision.BFLOAT16;
      case 2 -> Precision.INT8;
      default ->
          throw new SnapshotFormatException(
              "the snapshot's weights have precision "
                  + found
                  + " at byte "
                  + (bytes.position() - 1)
                  + ": want 1, bfloat16, or 2, int8");
    };
  }

  Parameters weights(ParameterLayout layout, Precision precision) throws SnapshotFormatException {
    count(layout.size(), 1, "weights");
    need(WeightsCodec.size(layout, precision), "weights");
    return WeightsCodec.read(layout, precision, bytes);
  }

  double[] doubles(int count) throws SnapshotFormatException {
    need((long) Double.BYTES * count, "numbers");
    double[] doubles = new double[count];
    for (int i = 0; i < count; i++) {
      doubles[i] = bytes.getDouble();
    }
    return doubles;
  }

  /** A count and as many numbers for each of {@code columns}; all empty unless they are there. */
  double[][] tables(int columns, boolean present) throws SnapshotFormatException {
    double[][] tables = new double[columns][0];
    for (int column = 0; present && column < columns; column++) {
      tables[column] = doubles(int32());
    }
    return tables;
  }

  void end() throws SnapshotFormatException {
    if (bytes.hasRemaining()) {
      throw new SnapshotFormatException(
          "the snapshot goes on for "
              + bytes.remaining()
              + " bytes after its end at byte "
              + bytes.position());
    }
  }

  private void need(long length, String name) throws SnapshotFormatException {
    if (length < 0 || length > bytes.remaining()) {
      throw new SnapshotFormatException(
          "the snapshot ends within "
              + name
              + " at byte "
              + bytes.position()
              + ": it needs "
              + length
              + " bytes, "
              + bytes.remaining()
              + " are left");
    }
  }
}
