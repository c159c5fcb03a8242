package io.tidemill.kafka;

import io.tidemill.schema.MessageCodec;
import io.tidemill.schema.MessageFormatException;
import io.tidemill.schema.message.ModelChunk;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a models topic outside of a job: chunks of one model, and the tombstones of
 * its versions as chunks without a payload. Belongs to one thread.
 */
final class ModelRecords {
  private final String model;
  private final MessageCodec<ModelChunk> codec = MessageCodec.of(ModelChunk.class);

  ModelRecords(String model) {
    this.model = model;
  }

  /** A record as a chunk; null: it is none of this model. */
  @Nullable ModelChunk read(byte @Nullable [] key, byte @Nullable [] value) {
    try {
      ModelChunk chunk =
          value != null ? codec.decode(value) : key == null ? null : ModelChunks.tombstone(key);
      return chunk != null && chunk.getName().equals(model) ? chunk : null;
    } catch (MessageFormatException e) {
      return null;
    }
  }
}
