package io.tidemill.snapshot;

import io.tidemill.layer.ParameterLayout;
import io.tidemill.layer.ParameterLayout.Parameter;
import io.tidemill.network.Parameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Weights as {@code numpy.savez} writes them and {@code numpy.load} reads them: an array a tensor,
 * by the names of the layout, as {@code 0.W}. Read by hand and not by a native library, as the file
 * may come from anywhere.
 */
public final class Npz {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int PREFIX = MAGIC.length + 2; // and the version of the format
  private static final int ALIGNMENT = 64;
  private static final int MAX_HEADER = 1 << 16;
  private static final String SUFFIX = ".npy";

  /** Zip has no time zones, and the same weights are to give the same bytes. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '(<f[48])', 'fortran_order': (False|True), 'shape': \\(([0-9, ]*)\\),? *\\}\\s*");

  private Npz() {}

  /** Writes all tensors as float32; the stream stays open. */
  public static void write(Parameters weights, OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    int from = 0;
    for (Parameter tensor : weights.layout().parameters()) {
      byte[] npy = npy(weights.data(), from, tensor);
      zip.putNextEntry(stored(tensor.name() + SUFFIX, npy));
      zip.write(npy);
      zip.closeEntry();
      from += tensor.size();
    }
    zip.finish();
  }

  /** Not compressed, as some readers know no other, and weights hardly shrink. */
  private static ZipEntry stored(String name, byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(TIME);
    return entry;
  }

  private static byte[] npy(float[] weights, int from, Parameter tensor) {
    String shape =
        tensor.shape().stream().map(extent -> extent + ",").collect(Collectors.joining(" "));
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
    int unpadded = PREFIX + Short.BYTES + header.length() + 1;
    int length = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer bytes =
        ByteBuffer.allocate(length + Float.BYTES * tensor.size()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).put((byte) 1).put((byte) 0);
    bytes.putShort((short) (length - PREFIX - Short.BYTES));
    bytes.put(header.getBytes(StandardCharsets.US_ASCII));
    bytes.put(" ".repeat(length - unpadded).getBytes(StandardCharsets.US_ASCII)).put((byte) '\n');
    for (int i = 0; i < tensor.size(); i++) {
      bytes.putFloat(weights[from + i]);
    }
    return bytes.array();
  }

  /**
   * Reads the weights of a layout: every tensor of it, in any order, as float32 or float64 in the
   * order of C, and nothing else. The stream stays open.
   *
   * @throws SnapshotFormatException if it holds anything else, with the name of the array
   */
  public static Parameters read(InputStream in, ParameterLayout layout)
      throws IOException, SnapshotFormatException {
    float[] weights = new float[layout.size()];
    Set<String> missing = new LinkedHashSet<>();
    layout.parameters().forEach(tensor -> missing.add(tensor.name()));
    ZipInputStream zip = new ZipInputStream(in);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      String name =
          entry.getName().endsWith(SUFFIX)
              ? entry.getName().substring(0, entry.getName().length() - SUFFIX.length())
              : entry.getName();
      if (!missing.remove(name)) {
        throw new SnapshotFormatException(
            "the archive has an array "
                + name
                + " that is not wanted, or twice; what is wanted still: "
                + missing);
      }
      read(zip, named(layout, name), weights, layout.offset(name));
    }
    if (!missing.isEmpty()) {
      throw new SnapshotFormatException(
          "the archive has no arrays " + missing + ": they are in the network it is read for");
    }
    return new Parameters(layout, weights);
  }

  private static Parameter named(ParameterLayout layout, String name) {
    return layout.parameters().stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void read(InputStream in, Parameter tensor, float[] weights, int at)
      throws IOException, SnapshotFormatException {
    byte[] prefix = in.readNBytes(PREFIX);
    boolean long32 = prefix.length == PREFIX && prefix[MAGIC.length] > 1;
    ByteBuffer size =
        ByteBuffer.wrap(Arrays.copyOf(in.readNBytes(long32 ? 4 : 2), Integer.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    int length = size.getInt();
    if (!Arrays.equals(prefix, 0, Math.min(MAGIC.length, prefix.length), MAGIC, 0, MAGIC.length)
        || length < 0
        || length > MAX_HEADER) {
      throw new SnapshotFormatException(
          "array " + tensor.name() + " is not in the npy format: write it with numpy.savez");
    }
    String header = new String(in.readNBytes(length), StandardCharsets.US_ASCII);
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.matches() || matcher.group(2).equals("True")) {
      throw new SnapshotFormatException(
          "array "
              + tensor.name()
              + " has the header "
              + header.strip()
              + ": want float32 or float64, little-endian, in the order of C");
    }
    List<Integer> shape = shape(matcher.group(3));
    if (!shape.equals(tensor.shape())) {
      throw new SnapshotFormatException(
          "array "
              + tensor.name()
              + " has shape "
              + shape
              + ": the network's is "
              + tensor.shape());
    }
    boolean wide = matcher.group(1).equals("<f8");
    int expected = Math.multiplyExact(wide ? Double.BYTES : Float.BYTES, tensor.size());
    byte[] found = in.readNBytes(expected);
    if (found.length < expected || in.read() >= 0) {
      throw new SnapshotFormatException(
          "array " + tensor.name() + " does not have the " + expected + " bytes of its shape");
    }
    ByteBuffer numbers = ByteBuffer.wrap(found).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < tensor.size(); i++) {
      weights[at + i] = wide ? (float) numbers.getDouble() : numbers.getFloat();
    }
  }

  private static List<Integer> shape(String text) {
    List<Integer> shape = new ArrayList<>();
    for (String extent : text.split(",")) {
      if (!extent.isBlank()) {
        String digits = extent.strip();
        shape.add(digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : -1);
      }
    }
    return shape;
  }
}
