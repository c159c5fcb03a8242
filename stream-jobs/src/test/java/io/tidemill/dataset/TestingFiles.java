package io.tidemill.dataset;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** Files made byte by byte. */
final class TestingFiles {
  private TestingFiles() {}

  /** A file of bytes under big-endian ints. */
  static byte[] idx(int[] header, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * header.length + values.length);
    Arrays.stream(header).forEach(bytes::putInt);
    Arrays.stream(values).forEach(value -> bytes.put((byte) value));
    return bytes.array();
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static Path write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    return Files.write(file, bytes);
  }

  /** A picture of one row. */
  static BufferedImage picture(int type, int... samples) {
    int bands = new BufferedImage(1, 1, type).getRaster().getNumBands();
    BufferedImage picture = new BufferedImage(samples.length / bands, 1, type);
    picture.getRaster().setPixels(0, 0, samples.length / bands, 1, samples);
    return picture;
  }

  static byte[] encoded(BufferedImage picture, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(picture, format, out)) {
        throw new AssertionError("cannot write " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A grey PNG of one row. */
  static byte[] png(int... samples) {
    return encoded(picture(BufferedImage.TYPE_BYTE_GRAY, samples), "png");
  }

  /** A tar in the making. */
  static final class Tar {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Tar file(String name, byte[] bytes) {
      return entry(name, '0', bytes);
    }

    Tar folder(String name) {
      return entry(name, '5', new byte[0]);
    }

    /** A record of pax about the next entry. */
    Tar pax(String record) {
      return entry("PaxHeader", 'x', record.getBytes(StandardCharsets.UTF_8));
    }

    Tar entry(String name, char type, byte[] bytes) {
      return header(name, "", type, String.format("%011o", bytes.length)).data(bytes);
    }

    /** A header of POSIX. */
    Tar header(String name, String prefix, char type, String size) {
      byte[] header = new byte[512];
      put(header, 0, name);
      put(header, 100, "0000644");
      put(header, 124, size);
      header[156] = (byte) type;
      put(header, 257, "ustar");
      put(header, 263, "00");
      put(header, 345, prefix);
      return block(header);
    }

    /** A block of a header, whose checksum is set. */
    Tar block(byte[] header) {
      put(header, 148, "        ");
      int sum = 0;
      for (byte value : header) {
        sum += value & 0xff;
      }
      put(header, 148, String.format("%06o\0 ", sum));
      out.writeBytes(header);
      return this;
    }

    Tar data(byte[] bytes) {
      out.writeBytes(Arrays.copyOf(bytes, (bytes.length + 511) / 512 * 512));
      return this;
    }

    /** All without an end mark. */
    byte[] open() {
      return out.toByteArray();
    }

    byte[] bytes() {
      return Arrays.copyOf(open(), out.size() + 1024);
    }

    static void put(byte[] header, int at, String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      System.arraycopy(bytes, 0, header, at, bytes.length);
    }
  }
}
