package io.tidemill.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.schema.message.ModelChunk;
import java.nio.ByteBuffer;

/**
 * What of a chunk is signed: everything, in a layout of its own, so that signatures stay true when
 * the message gets new fields.
 *
 * <p>{@code tidemill model chunk 1}, then big-endian and texts behind their length: name, epoch,
 * sequence, fingerprint, whether it learned from a stream (1 byte) and until when, time of
 * publication, number of the chunk, number of chunks, size and checksum of the snapshot, payload.
 */
final class ChunkText {
  /** Keeps a signature of something else with the same key from passing for one of a chunk. */
  private static final byte[] LAYOUT = "tidemill model chunk 1".getBytes(UTF_8);

  private static final int FIXED = 5 * Integer.BYTES + 4 * Long.BYTES + 1 + 2 * Integer.BYTES;

  private ChunkText() {}

  static byte[] of(ModelChunk chunk) {
    byte[] name = chunk.getName().getBytes(UTF_8);
    byte[] fingerprint = chunk.getFingerprint().getBytes(UTF_8);
    ByteBuffer payload = chunk.getPayload().duplicate();
    Long learnedUntil = chunk.getLearnedUntil();
    ByteBuffer text =
        ByteBuffer.allocate(
            LAYOUT.length + FIXED + name.length + fingerprint.length + payload.remaining());
    text.put(LAYOUT);
    text.putInt(name.length).put(name);
    text.putInt(chunk.getEpoch()).putLong(chunk.getSequence());
    text.putInt(fingerprint.length).put(fingerprint);
    text.put((byte) (learnedUntil == null ? 0 : 1))
        .putLong(learnedUntil == null ? 0 : learnedUntil);
    text.putLong(chunk.getPublishedAt());
    text.putInt(chunk.getChunk()).putInt(chunk.getChunks());
    text.putInt(chunk.getSize()).putLong(chunk.getChecksum());
    text.putInt(payload.remaining()).put(payload);
    return text.array();
  }
}
