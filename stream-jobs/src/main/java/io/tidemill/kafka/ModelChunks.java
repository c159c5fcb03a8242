package io.tidemill.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.control.KnownVersion;
import io.tidemill.schema.message.ModelChunk;
import io.tidemill.snapshot.ModelSnapshotCodec;
import io.tidemill.snapshot.ModelVersion;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Cuts a snapshot into messages that fit Kafka; {@link ModelAssembler} puts them together. */
public final class ModelChunks {

  /** Bytes of a snapshot in one message: half of what a topic takes by default. */
  public static final int CHUNK_BYTES = 512 << 10;

  /** Before versions were kept it was {@code name/chunk}, which has no tombstones. */
  private static final Pattern KEY = Pattern.compile("([^/]+)/(\\d+)/(\\d+)/(\\d+)");

  private ModelChunks() {}

  /** The chunks of a model, in the order in which they are to be written. */
  public static List<ModelChunk> split(PublishedModel model) {
    return split(model, CHUNK_BYTES);
  }

  static List<ModelChunk> split(PublishedModel model, int chunkBytes) {
    byte[] snapshot = model.snapshot();
    if (snapshot.length == 0 || snapshot.length > ModelSnapshotCodec.MAX_BYTES) {
      throw new IllegalArgumentException(
          "snapshot of " + snapshot.length + " bytes: 1 to " + ModelSnapshotCodec.MAX_BYTES);
    }
    long checksum = checksum(snapshot);
    int count = (snapshot.length + chunkBytes - 1) / chunkBytes;
    List<ModelChunk> chunks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int from = i * chunkBytes;
      int length = Math.min(chunkBytes, snapshot.length - from);
      chunks.add(
          ModelChunk.newBuilder()
              .setName(model.name())
              .setEpoch(model.version().epoch())
              .setSequence(model.version().sequence())
              .setFingerprint(model.fingerprint())
              .setLearnedUntil(
                  model.learnedUntil().isPresent() ? model.learnedUntil().getAsLong() : null)
              .setPublishedAt(model.publishedAt())
              .setChunk(i)
              .setChunks(count)
              .setSize(snapshot.length)
              .setChecksum(checksum)
              .setPayload(ByteBuffer.wrap(snapshot, from, length).slice())
              .build());
    }
    return chunks;
  }

  /**
   * The key of a chunk's record, {@code name/epoch/sequence/chunk}: compaction keeps every version
   * until a record without a value drops it.
   */
  public static String key(ModelChunk chunk) {
    return chunk.getName()
        + "/"
        + chunk.getEpoch()
        + "/"
        + chunk.getSequence()
        + "/"
        + chunk.getChunk();
  }

  /** Whether a chunk is a part of a version; without a payload it says that it is no longer one. */
  public static boolean isPayload(ModelChunk chunk) {
    return chunk.getPayload().hasRemaining();
  }

  /** The version that a chunk is or was a part of. */
  public static ModelVersion version(ModelChunk chunk) {
    return new ModelVersion(chunk.getEpoch(), chunk.getSequence());
  }

  /** A chunk without a payload: what a record without a value says; null: its key is no chunk's. */
  static @Nullable ModelChunk tombstone(byte[] key) {
    Matcher parts = KEY.matcher(new String(key, UTF_8));
    if (!parts.matches()) {
      return null;
    }
    try {
      return new KnownVersion(
              parts.group(1),
              new ModelVersion(Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3))),
              "",
              null,
              0,
              1,
              0,
              false)
          .emptyChunk(Integer.parseInt(parts.group(4)));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** CRC-32C. */
  static long checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return crc.getValue();
  }
}
