package io.tidemill.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Strings between operators: a varint of twice the length, plus one when a char needs two bytes,
 * then the chars, each in one byte (Latin-1) or two (big-endian).
 *
 * <p>Keeps a buffer; one instance belongs to one thread.
 */
public final class FlatText {

  private byte[] buffer = new byte[64];

  public void write(String text, DataOutputView out) throws IOException {
    int length = text.length();
    reserve(2 * length);
    int wide = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      wide |= c;
      buffer[i] = (byte) c;
    }
    if (wide < 0x100) {
      writeVarint(length << 1, out);
      out.write(buffer, 0, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      buffer[2 * i] = (byte) (c >>> 8);
      buffer[2 * i + 1] = (byte) c;
    }
    writeVarint((length << 1) | 1, out);
    out.write(buffer, 0, 2 * length);
  }

  public String read(DataInputView in) throws IOException {
    int header = readVarint(in);
    int length = header >>> 1;
    boolean wide = (header & 1) != 0;
    int bytes = wide ? 2 * length : length;
    reserve(bytes);
    in.readFully(buffer, 0, bytes);
    if (!wide) {
      return new String(buffer, 0, length, ISO_8859_1);
    }
    char[] chars = new char[length];
    for (int i = 0; i < length; i++) {
      chars[i] = (char) ((buffer[2 * i] << 8) | (buffer[2 * i + 1] & 0xFF));
    }
    return new String(chars);
  }

  static void writeVarint(int value, DataOutputView out) throws IOException {
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      out.writeByte((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.writeByte(rest);
  }

  static int readVarint(DataInputView in) throws IOException {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      byte b = in.readByte();
      value |= (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IOException("a length of more than five bytes: the bytes are corrupted");
  }

  private void reserve(int bytes) {
    if (buffer.length < bytes) {
      buffer = new byte[Math.max(bytes, 2 * buffer.length)];
    } else if (buffer.length > 1 << 16 && bytes < 1 << 10) {
      buffer = Arrays.copyOf(buffer, 1 << 10); // one huge text is no reason to keep its buffer
    }
  }
}
