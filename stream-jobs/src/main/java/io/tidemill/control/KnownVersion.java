package io.tidemill.control;

import io.tidemill.schema.message.ModelChunk;
import io.tidemill.snapshot.ModelVersion;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A version of a model that is on the models topic, without its weights.
 *
 * @param fingerprint of the network, 16 hexadecimal digits
 * @param learnedUntil event time, milliseconds; null: learned from no stream
 * @param publishedAt milliseconds since 1970-01-01T00:00Z
 * @param chunks messages that it lies in
 * @param size bytes of the whole snapshot
 * @param signed whether it has a signature, which was found to be good if one is asked for
 */
public record KnownVersion(
    String name,
    ModelVersion version,
    String fingerprint,
    @Nullable Long learnedUntil,
    long publishedAt,
    int chunks,
    int size,
    boolean signed) {

  /** The version that a chunk is a part of. */
  public static KnownVersion of(ModelChunk chunk) {
    return new KnownVersion(
        chunk.getName(),
        new ModelVersion(chunk.getEpoch(), chunk.getSequence()),
        chunk.getFingerprint(),
        chunk.getLearnedUntil(),
        chunk.getPublishedAt(),
        chunk.getChunks(),
        chunk.getSize(),
        chunk.getSignature() != null);
  }

  /** One of its chunks without what is in it, so that it can be kept as the chunks are. */
  public ModelChunk emptyChunk(int chunk) {
    return ModelChunk.newBuilder()
        .setName(name)
        .setEpoch(version.epoch())
        .setSequence(version.sequence())
        .setFingerprint(fingerprint)
        .setLearnedUntil(learnedUntil)
        .setPublishedAt(publishedAt)
        .setChunk(chunk)
        .setChunks(chunks)
        .setSize(size)
        .setChecksum(0)
        .setPayload(ByteBuffer.allocate(0))
        .setSignature(signed ? ByteBuffer.allocate(0) : null)
        .build();
  }
}
