package io.tidemill.dataset;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A file's bytes, unpacked where gzip packed them, that knows how many have been read. */
final class CountedInput implements AutoCloseable {

  /** What a file may unpack to, so that a small one cannot keep us busy for days. */
  static final long MOST_BYTES = 16L << 30;

  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final InputStream in;
  private final long most;
  private long position;

  private CountedInput(Path file, InputStream in, long most) {
    this.file = file;
    this.in = in;
    this.most = most;
  }

  static CountedInput open(Path file) throws IOException {
    return open(file, MOST_BYTES);
  }

  static CountedInput open(Path file, long most) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(file + (Files.exists(file) ? ": is no file" : ": no such file"));
    }
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      in.mark(2);
      boolean zipped = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      return new CountedInput(
          file, zipped ? new BufferedInputStream(unzip(file, in), BUFFER) : in, most);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static InputStream unzip(Path file, InputStream in) throws IOException {
    try {
      return new GZIPInputStream(in, BUFFER);
    } catch (EOFException | ZipException e) {
      throw new IOException(file + ": was not written by gzip, or not to its end", e);
    }
  }

  /** Bytes read, after unpacking. */
  long position() {
    return position;
  }

  /** Reads as many bytes, or fewer at the end of the file; returns how many. */
  int read(byte[] to, int length) throws IOException {
    try {
      int read = in.readNBytes(to, 0, length);
      count(read);
      return read;
    } catch (EOFException | ZipException e) {
      throw damaged(e);
    }
  }

  /** Skips as many bytes, or fewer at the end of the file; returns how many. */
  long skip(long length) throws IOException {
    byte[] room = new byte[(int) Math.min(length, BUFFER)];
    long skipped = 0;
    while (skipped < length) {
      int read = read(room, (int) Math.min(length - skipped, room.length));
      skipped += read;
      if (read == 0) {
        break;
      }
    }
    return skipped;
  }

  private void count(int read) throws IOException {
    position += read;
    if (position > most) {
      throw new IOException(
          file + ": unpacks to more than %d MiB, the most that is read".formatted(most >> 20));
    }
  }

  private IOException damaged(IOException cause) {
    return new IOException(
        "%s: is cut or damaged, after unpacked byte %d (%s): get it again"
            .formatted(file, position, cause.getMessage()),
        cause);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
