package io.tidemill.kafka;

import io.tidemill.schema.message.ModelChunk;
import io.tidemill.snapshot.ModelSnapshotCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Cuts a snapshot into messages that fit Kafka; {@link ModelAssembler} puts them together. */
public final class ModelChunks {

  /** Bytes of a snapshot in one message: half of what a topic takes by default. */
  public static final int CHUNK_BYTES = 512 << 10;

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

  /** The key of a chunk's record: compaction keeps the newest version of every chunk. */
  public static String key(ModelChunk chunk) {
    return chunk.getName() + "/" + chunk.getChunk();
  }

  /** CRC-32C. */
  static long checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return crc.getValue();
  }
}
