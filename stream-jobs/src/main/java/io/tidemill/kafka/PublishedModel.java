package io.tidemill.kafka;

import io.tidemill.snapshot.Fingerprint;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSnapshotCodec;
import io.tidemill.snapshot.ModelVersion;
import io.tidemill.snapshot.SnapshotFormatException;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * A model snapshot on its way through Kafka.
 *
 * @param fingerprint of the network, 16 hexadecimal digits
 * @param learnedUntil event time, milliseconds; empty: learned from no stream
 * @param publishedAt milliseconds since 1970-01-01T00:00Z
 * @param snapshot in the format of the model snapshot codec; not copied, nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its version, never by value
public record PublishedModel(
    String name,
    ModelVersion version,
    String fingerprint,
    OptionalLong learnedUntil,
    long publishedAt,
    byte[] snapshot) {

  /** A snapshot that is published now, milliseconds. */
  public static PublishedModel of(ModelSnapshot snapshot, long now) {
    return new PublishedModel(
        snapshot.spec().name(),
        snapshot.version(),
        Fingerprint.hex(snapshot.fingerprint()),
        snapshot.provenance().learnedUntil(),
        now,
        ModelSnapshotCodec.encode(snapshot));
  }

  /**
   * What its bytes are.
   *
   * @throws IOException if they are no snapshot that this release reads
   */
  public ModelSnapshot decode() throws IOException {
    try {
      return ModelSnapshotCodec.decode(snapshot);
    } catch (SnapshotFormatException e) {
      throw new IOException("version " + version + " cannot be read: " + e.getMessage(), e);
    }
  }
}
