package io.tidemill.snapshot;

import io.tidemill.feature.FeatureScaling;
import io.tidemill.layer.ParameterLayout;
import io.tidemill.network.Parameters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * Snapshots as bytes, big-endian; what a format version has written is read for ever.
 *
 * <pre>
 * "TIDEMILL"            8 bytes of ASCII
 * int                   format version, 1 to 4
 * long                  length of the whole, checksum included
 * text                  spec, as SpecPrinter writes it        (text: int length, UTF-8)
 * long                  fingerprint of the spec
 * int, long             version: epoch, sequence
 * byte                  precision of the weights, not in format 1: 1 bfloat16, 2 int8, and in
 *                       from format 3 on also 0 float32
 * int, floats           number of the weights, and they in the order of the model's layout;
 *                       of lower precision as WeightsCodec writes them
 * int, 4 x doubles      scaling, as many means, deviations, minima, maxima as the int says
 * ints, doubles         tables of the scaling, in format 4 only: of each column their length, and they
 * text, long            trained by, created at (ms since 1970)
 * byte, long            whether anything was learned, and until when in event time (ms since 1970)
 * long, long            optimiser steps, training sequences
 * int, bytes            trainer state, from format 3 on: its length, and it as a Trainer writes it
 * int                   CRC-32C of all bytes before
 * </pre>
 *
 * <p>The spec is rebuilt from the records that Tidemill and the installed featurizers declare;
 * names of other classes are refused, never looked up. Nothing is allocated for a size before the
 * bytes are known to hold it.
 */
public final class ModelSnapshotCodec {
  /** Largest snapshot read or written. */
  public static final int MAX_BYTES = 256 << 20;

  private static final byte[] MAGIC = "TIDEMILL".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT = 1;
  private static final int LIGHTER = 2; // weights of lower precision
  private static final int TRAINED_ON = 3; // of any precision, with a trainer's state
  private static final int TABLED = 4; // and with tables in its scaling
  private static final int HEADER = 8 + Integer.BYTES + Long.BYTES;

  private ModelSnapshotCodec() {}

  /** With the weights as they are. */
  public static byte[] encode(ModelSnapshot snapshot) {
    return encode(snapshot, Precision.FLOAT32);
  }

  public static byte[] encode(ModelSnapshot snapshot, Precision precision) {
    String text = snapshot.spec().canonicalText();
    byte[] spec = text.getBytes(StandardCharsets.UTF_8);
    Parameters weights = snapshot.weights();
    byte[] state = snapshot.trainerState();
    int lighter = precision == Precision.FLOAT32 ? FORMAT : LIGHTER;
    FeatureScaling scaling = snapshot.scaling();
    int format = scaling.hasTables() ? TABLED : state.length == 0 ? lighter : TRAINED_ON;
    Provenance provenance = snapshot.provenance();
    byte[] trainedBy = provenance.trainedBy().getBytes(StandardCharsets.UTF_8);
    long length =
        HEADER
            + (5L * Integer.BYTES + spec.length + trainedBy.length + 1)
            + 6L * Long.BYTES
            + (format == FORMAT ? 0 : 1)
            + (format >= TRAINED_ON ? (long) Integer.BYTES + state.length : 0)
            + (format == TABLED ? tablesSize(scaling) : 0)
            + WeightsCodec.size(weights.layout(), precision)
            + 4L * Double.BYTES * scaling.width()
            + Integer.BYTES;
    if (length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a snapshot of " + length + " bytes, at most " + MAX_BYTES + ": use a smaller model");
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) length);
    buffer.put(MAGIC).putInt(format).putLong(length);
    buffer.putInt(spec.length).put(spec).putLong(Fingerprint.of(text));
    buffer.putInt(snapshot.version().epoch()).putLong(snapshot.version().sequence());
    if (format != FORMAT) {
      buffer.put((byte) precision.ordinal());
    }
    buffer.putInt(weights.data().length);
    WeightsCodec.write(weights, precision, buffer);
    buffer.putInt(scaling.width());
    for (double[] column :
        new double[][] {scaling.mean(), scaling.deviation(), scaling.min(), scaling.max()}) {
      for (double value : column) {
        buffer.putDouble(value);
      }
    }
    if (format == TABLED) {
      for (double[] table : scaling.tables()) {
        buffer.putInt(table.length);
        for (double value : table) {
          buffer.putDouble(value);
        }
      }
    }
    OptionalLong learnedUntil = provenance.learnedUntil();
    buffer.putInt(trainedBy.length).put(trainedBy).putLong(provenance.createdAt());
    buffer.put((byte) (learnedUntil.isPresent() ? 1 : 0)).putLong(learnedUntil.orElse(0));
    buffer.putLong(provenance.steps()).putLong(provenance.sequences());
    if (format >= TRAINED_ON) {
      buffer.putInt(state.length).put(state);
    }
    buffer.putInt(checksum(buffer.array(), buffer.position()));
    return buffer.array();
  }

  private static long tablesSize(FeatureScaling scaling) {
    long size = 0;
    for (double[] table : scaling.tables()) {
      size += Integer.BYTES + (long) Double.BYTES * table.length;
    }
    return size;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  public static ModelSnapshot decode(byte[] bytes) throws SnapshotFormatException {
    int format = checkFrame(bytes);
    SnapshotReader in =
        new SnapshotReader(ByteBuffer.wrap(bytes, HEADER, bytes.length - HEADER - Integer.BYTES));
    ModelSpec spec = spec(in);
    ModelVersion version = in.built("version", () -> new ModelVersion(in.int32(), in.int64()));
    Precision precision = format == FORMAT ? Precision.FLOAT32 : in.precision(format >= TRAINED_ON);
    ParameterLayout layout = in.built("weights", () -> spec.model().parameters());
    Parameters weights = in.weights(layout, precision);
    int width = in.count(spec.features().observedWidth(), 4 * Double.BYTES, "scaled columns");
    FeatureScaling scaling =
        in.built(
            "scaling",
            () ->
                new FeatureScaling(
                    in.doubles(width),
                    in.doubles(width),
                    in.doubles(width),
                    in.doubles(width),
                    in.tables(width, format == TABLED)));
    Provenance provenance =
        in.built(
            "provenance",
            () ->
                new Provenance(
                    in.text("trained by"), in.int64(), in.optional(), in.int64(), in.int64()));
    byte[] state = format >= TRAINED_ON ? in.bytes("trainer state") : new byte[0];
    in.end();
    return new ModelSnapshot(spec, version, weights, scaling, provenance, state);
  }

  /** The format, once all that frames it is right. */
  private static int checkFrame(byte[] bytes) throws SnapshotFormatException {
    if (bytes.length < HEADER + Integer.BYTES
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new SnapshotFormatException(
          "these " + bytes.length + " bytes are no snapshot: they do not begin with TIDEMILL");
    }
    ByteBuffer header = ByteBuffer.wrap(bytes, MAGIC.length, HEADER - MAGIC.length);
    int format = header.getInt();
    if (format < FORMAT || format > TABLED) {
      throw new SnapshotFormatException(
          "the snapshot has format " + format + ", this Tidemill reads 1 to 4: upgrade it");
    }
    long length = header.getLong();
    if (length != bytes.length || length > MAX_BYTES) {
      throw new SnapshotFormatException(
          "the snapshot is "
              + length
              + " bytes by its header, here are "
              + bytes.length
              + ", at most "
              + MAX_BYTES
              + " are read: it is cut, joined with something, or too large");
    }
    int expected = ByteBuffer.wrap(bytes).getInt(bytes.length - Integer.BYTES);
    int actual = checksum(bytes, bytes.length - Integer.BYTES);
    if (expected != actual) {
      throw new SnapshotFormatException(
          "the snapshot's checksum is %08x, its bytes give %08x: it was altered on its way"
              .formatted(expected, actual));
    }
    return format;
  }

  private static ModelSpec spec(SnapshotReader in) throws SnapshotFormatException {
    String text = in.text("spec");
    ModelSpec spec = in.built("spec", () -> SpecParser.parse(text));
    long written = in.int64();
    if (written != spec.fingerprint()) {
      throw new SnapshotFormatException(
          "the snapshot's fingerprint is "
              + Fingerprint.hex(written)
              + ", its spec has "
              + Fingerprint.hex(spec.fingerprint())
              + ": it was written by another Tidemill or with other featurizers");
    }
    return spec;
  }
}
