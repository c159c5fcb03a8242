package io.tidemill.learning;

import io.tidemill.prequential.ServedAnswer;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes rows and sequences as flat bytes: texts and blocks of little-endian doubles, each behind
 * its length. Reuses one buffer, so an instance belongs to one thread.
 */
final class FlatCodec implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No text or block may be larger, in bytes. */
  static final int LIMIT = 1 << 28;

  private byte[] scratch = new byte[0];

  void write(ServedRow row, DataOutput out) throws IOException {
    writeText(row.key(), out);
    writeText(row.id(), out);
    out.writeLong(row.time());
    out.writeLong(row.ingestedAt());
    out.writeLong(row.schema());
    out.writeBoolean(row.late());
    writeDoubles(row.observed(), out);
    row.answer().write(out);
  }

  /**
   * Reads a row.
   *
   * @param answered whether its answer was written, too
   */
  ServedRow readRow(DataInput in, boolean answered) throws IOException {
    return new ServedRow(
        readText(in),
        readText(in),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readBoolean(),
        readDoubles(in),
        answered ? ServedAnswer.read(in) : ServedAnswer.NONE);
  }

  /** Writes what is learned from; the answer is no part of it. */
  void write(TrainingSequence sequence, DataOutput out) throws IOException {
    writeText(sequence.key(), out);
    writeText(sequence.id(), out);
    out.writeLong(sequence.time());
    out.writeLong(sequence.ingestedAt());
    out.writeInt(sequence.rows());
    writeDoubles(sequence.observed(), out);
  }

  TrainingSequence readSequence(DataInput in) throws IOException {
    return new TrainingSequence(
        readText(in), readText(in), in.readLong(), in.readLong(), in.readInt(), readDoubles(in));
  }

  void writeText(String text, DataOutput out) throws IOException {
    writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
  }

  String readText(DataInput in) throws IOException {
    int size = readSize(in);
    byte[] bytes = room(size);
    in.readFully(bytes, 0, size);
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  void writeBytes(byte[] bytes, DataOutput out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes = new byte[readSize(in)];
    in.readFully(bytes);
    return bytes;
  }

  void writeDoubles(double[] values, DataOutput out) throws IOException {
    int size = values.length * Double.BYTES;
    byte[] bytes = room(size);
    block(bytes).asDoubleBuffer().put(values);
    out.writeInt(size);
    out.write(bytes, 0, size);
  }

  double[] readDoubles(DataInput in) throws IOException {
    int size = readSize(in);
    if (size % Double.BYTES != 0) {
      throw new IOException("a block of doubles cannot have " + size + " bytes");
    }
    byte[] bytes = room(size);
    in.readFully(bytes, 0, size);
    double[] values = new double[size / Double.BYTES];
    block(bytes).asDoubleBuffer().get(values);
    return values;
  }

  /** Reads doubles over those of an array, which has as many. */
  void readDoubles(DataInput in, double[] to) throws IOException {
    double[] saved = readDoubles(in);
    if (saved.length != to.length) {
      throw new IOException("a state of " + saved.length + " numbers, want " + to.length);
    }
    System.arraycopy(saved, 0, to, 0, to.length);
  }

  private static ByteBuffer block(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int readSize(DataInput in) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > LIMIT) {
      throw new IOException("a length of " + size + " bytes is outside 0.." + LIMIT);
    }
    return size;
  }

  private byte[] room(int size) {
    if (scratch.length < size) {
      scratch = new byte[Integer.highestOneBit(Math.max(size, 512)) << 1];
    }
    return scratch;
  }
}
