package io.tidemill.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a tar, in turn: of POSIX (ustar and pax), of GNU with its long names, and of Unix
 * V7. Every header's checksum must be right and the archive must have its end mark.
 */
final class TarReader {

  /** What an entry is; links are told by what they point at elsewhere, and never followed. */
  enum Kind {
    FILE,
    FOLDER,
    OTHER
  }

  /**
   * An entry.
   *
   * @param name as it is written: it may be absolute, and may lead out of the archive
   * @param size bytes that follow
   */
  record Entry(String name, Kind kind, long size) {}

  private static final int BLOCK = 512;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_LENGTH = 8;

  private static final Pattern OCTAL = Pattern.compile("[0-7]+");

  /** The most that the extended header of an entry may have. */
  private static final int MOST_HEADER = 1 << 20;

  private final Path file;
  private final CountedInput in;
  private final byte[] header = new byte[BLOCK];
  private long left; // bytes of the entry that are not read yet
  private int padding; // bytes between them and the next header

  TarReader(Path file, CountedInput in) {
    this.file = file;
    this.in = in;
  }

  /** Whether a block of 512 bytes is the header of an entry, by its checksum. */
  static boolean isHeader(byte[] block) {
    int sum = CHECKSUM_LENGTH * ' ';
    int signed = sum;
    for (int i = 0; i < BLOCK; i++) {
      if (i < CHECKSUM || i >= CHECKSUM + CHECKSUM_LENGTH) {
        sum += block[i] & 0xff;
        signed += block[i];
      }
    }
    long said = octal(block, CHECKSUM, CHECKSUM_LENGTH);
    return said == sum || said == signed;
  }

  /** The next entry, past what is left of the one before; null: there is none. */
  @Nullable Entry next() throws IOException {
    Map<String, String> extended = new HashMap<>();
    while (true) {
      skip(left + padding, "an entry");
      left = 0;
      padding = 0;
      long at = in.position();
      if (in.read(header, BLOCK) < BLOCK) {
        throw new IOException(
            "%s: is cut at byte %d: the end mark of a tar is missing"
                .formatted(file, in.position()));
      }
      if (isZero(header)) {
        requireEnd();
        return null;
      }
      if (!isHeader(header)) {
        throw new IOException(
            "%s: byte %d: is no header of a tar, by its checksum".formatted(file, at));
      }
      begin(at, octal(header, 124, 12));
      switch (header[156]) {
        case 'L' -> extended.put("path", terminated(extension(at)));
        case 'x' -> extended.putAll(records(extension(at), at));
        case 'g', 'K' -> {}
        default -> {
          return entry(extended, at);
        }
      }
    }
  }

  private Entry entry(Map<String, String> extended, long at) throws IOException {
    if (extended.containsKey("size")) {
      begin(at, decimal(extended.get("size"), at));
    }
    String name = extended.getOrDefault("path", name());
    boolean sparse = extended.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."));
    Kind kind =
        switch (header[156]) {
          case 0, '0', '7' -> name.endsWith("/") ? Kind.FOLDER : Kind.FILE;
          case '5' -> Kind.FOLDER;
          default -> Kind.OTHER;
        };
    if (header[156] == '1' || header[156] == '2') {
      begin(at, 0);
    }
    return new Entry(name, sparse ? Kind.OTHER : kind, left);
  }

  /** All bytes of the entry that {@link #next} returned; the caller has bounded their number. */
  byte[] bytes() throws IOException {
    byte[] bytes = new byte[Math.toIntExact(left)];
    int read = in.read(bytes, bytes.length);
    left -= read;
    if (left > 0) {
      throw cut("an entry of " + bytes.length + " bytes");
    }
    return bytes;
  }

  private void begin(long at, long size) throws IOException {
    if (size < 0 || size > CountedInput.MOST_BYTES) {
      throw new IOException(
          "%s: byte %d: the size is no number, or more than is read".formatted(file, at));
    }
    left = size;
    padding = (int) (-size & (BLOCK - 1));
  }

  private byte[] extension(long at) throws IOException {
    if (left > MOST_HEADER) {
      throw new IOException(
          "%s: byte %d: an extended header of %d bytes: at most %d are read"
              .formatted(file, at, left, MOST_HEADER));
    }
    return bytes();
  }

  /** Records of pax: "length key=value\n" each. */
  private Map<String, String> records(byte[] bytes, long at) throws IOException {
    Map<String, String> records = new HashMap<>();
    int from = 0;
    while (from < bytes.length) {
      int space = indexOf(bytes, ' ', from);
      long length = decimal(new String(bytes, from, space - from, StandardCharsets.UTF_8), at);
      int equals = indexOf(bytes, '=', space);
      if (length > bytes.length - from || from + length <= equals + 1) {
        throw new IOException("%s: byte %d: the extended header is damaged".formatted(file, at));
      }
      int end = from + (int) length;
      records.put(
          new String(bytes, space + 1, equals - space - 1, StandardCharsets.UTF_8),
          new String(bytes, equals + 1, end - 1 - (equals + 1), StandardCharsets.UTF_8));
      from = end;
    }
    return records;
  }

  private static int indexOf(byte[] bytes, char wanted, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] != wanted) {
      at++;
    }
    return at;
  }

  private long decimal(@Nullable String text, long at) throws IOException {
    if (text == null || !text.matches("\\d{1,18}")) {
      throw new IOException(
          "%s: byte %d: a number of the extended header is damaged".formatted(file, at));
    }
    return Long.parseLong(text);
  }

  private String name() {
    String name = terminated(Arrays.copyOfRange(header, 0, 100));
    boolean posix = terminated(Arrays.copyOfRange(header, 257, 263)).equals("ustar");
    String prefix = posix ? terminated(Arrays.copyOfRange(header, 345, 500)) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String terminated(byte[] bytes) {
    return new String(bytes, 0, indexOf(bytes, '\0', 0), StandardCharsets.UTF_8);
  }

  /** A number in octal digits, or binary with the highest bit set as GNU has it; -1: none. */
  private static long octal(byte[] block, int from, int length) {
    if (block[from] == (byte) 0x80) {
      long value = 0;
      for (int i = from + length - Long.BYTES; i < from + length; i++) {
        value = (value << 8) | (block[i] & 0xff);
      }
      return value;
    }
    String digits = terminated(Arrays.copyOfRange(block, from, from + length)).strip();
    return digits.isEmpty() ? 0 : OCTAL.matcher(digits).matches() ? Long.parseLong(digits, 8) : -1;
  }

  private static boolean isZero(byte[] block) {
    for (byte value : block) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /** Reads on to the end, so that gzip checks all it unpacked. */
  private void requireEnd() throws IOException {
    int read = BLOCK;
    while (read > 0) {
      long at = in.position();
      Arrays.fill(header, (byte) 0);
      read = in.read(header, BLOCK);
      if (!isZero(header)) {
        throw new IOException(
            "%s: byte %d: there is more after the end mark: pack one tar of all"
                .formatted(file, at));
      }
    }
  }

  private void skip(long length, String what) throws IOException {
    if (in.skip(length) < length) {
      throw cut(what);
    }
  }

  private IOException cut(String what) {
    return new IOException("%s: is cut at byte %d, in %s".formatted(file, in.position(), what));
  }
}
