package io.tidemill.kafka;

import io.tidemill.schema.message.ModelChunk;
import io.tidemill.signing.ModelSigning;
import io.tidemill.snapshot.ModelSnapshotCodec;
import io.tidemill.snapshot.ModelVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Puts the chunks of a model's versions together again.
 *
 * <p>Holds at most one unfinished version, the newest; what is incomplete when a newer one begins,
 * older than what was complete, inconsistent or of a wrong checksum is refused with its reason; so
 * is, before anything else of it counts, what is not signed as it must be. Pure; belongs to one
 * thread.
 */
public final class ModelAssembler {

  /** What became of a chunk. */
  public sealed interface Result {}

  /** It was the last one that was missing. */
  public record Complete(PublishedModel model) implements Result {}

  /** Others are missing. */
  public record Incomplete(int missing) implements Result {}

  /** It, or the version it belongs to, is of no use. */
  public record Refused(String reason) implements Result {}

  /** It is of nobody who may publish. */
  public record Untrusted(String reason) implements Result {}

  static final int MAX_CHUNKS = 1 << 12;

  private final String name;
  private final ModelSigning.Check check;
  private @Nullable ModelVersion complete;
  private @Nullable ModelChunk first; // of the unfinished version: what the others must agree with
  private @Nullable ModelChunk[] chunks = {};
  private int missing;
  private int bytes;

  /**
   * An assembler of one model.
   *
   * @param name of the model; chunks of others are refused
   */
  public ModelAssembler(String name, ModelSigning.Check check) {
    this.name = name;
    this.check = check;
  }

  /** Takes the next chunk in the order of the topic. */
  public Result add(ModelChunk chunk) {
    String fault = faultOf(chunk);
    if (fault != null) {
      return refused(chunk, fault);
    }
    String objection = check.objection(chunk);
    if (objection != null) {
      return new Untrusted(told(chunk, objection));
    }
    ModelVersion version = version(chunk);
    if (complete != null && version.compareTo(complete) <= 0) {
      return refused(chunk, "version " + complete + " is complete already");
    }
    if (first == null || version.compareTo(version(first)) > 0) {
      begin(chunk);
    } else if (version.compareTo(version(first)) < 0) {
      return refused(chunk, "version " + version(first) + " has begun already");
    } else if (!agrees(chunk, first)) {
      drop();
      return refused(
          chunk, "contradicts the other chunks of its version, all of which are dropped");
    }
    if (chunks[chunk.getChunk()] != null) {
      return new Incomplete(missing); // written again after a fault
    }
    chunks[chunk.getChunk()] = chunk;
    bytes += chunk.getPayload().remaining();
    missing--;
    if (bytes > chunk.getSize()) {
      drop();
      return refused(chunk, "more bytes than the stated " + chunk.getSize());
    }
    return missing > 0 ? new Incomplete(missing) : finish(chunk);
  }

  /** The chunks of the unfinished version, for a checkpoint; adding them again restores it. */
  public List<ModelChunk> unfinished() {
    List<ModelChunk> held = new ArrayList<>();
    for (ModelChunk chunk : chunks) {
      if (chunk != null) {
        held.add(chunk);
      }
    }
    return held;
  }

  private Result finish(ModelChunk last) {
    byte[] snapshot = new byte[bytes];
    int at = 0;
    for (ModelChunk chunk : unfinished()) {
      int length = chunk.getPayload().remaining();
      chunk.getPayload().duplicate().get(snapshot, at, length);
      at += length;
    }
    drop();
    if (snapshot.length != last.getSize()) {
      return refused(last, snapshot.length + " bytes in place of the stated " + last.getSize());
    }
    long checksum = ModelChunks.checksum(snapshot);
    if (checksum != last.getChecksum()) {
      return refused(
          last,
          String.format("checksum %08x in place of the stated %08x", checksum, last.getChecksum()));
    }
    complete = version(last);
    return new Complete(
        new PublishedModel(
            name,
            complete,
            last.getFingerprint(),
            last.getLearnedUntil() == null
                ? OptionalLong.empty()
                : OptionalLong.of(last.getLearnedUntil()),
            last.getPublishedAt(),
            snapshot));
  }

  private @Nullable String faultOf(ModelChunk chunk) {
    if (!chunk.getName().equals(name)) {
      return "of another model than " + name;
    }
    if (chunk.getEpoch() < 0 || chunk.getSequence() < 0) {
      return "a negative version";
    }
    if (chunk.getSize() < 1 || chunk.getSize() > ModelSnapshotCodec.MAX_BYTES) {
      return "a size of " + chunk.getSize() + " bytes: 1 to " + ModelSnapshotCodec.MAX_BYTES;
    }
    if (chunk.getChunks() < 1 || chunk.getChunks() > MAX_CHUNKS) {
      return chunk.getChunks() + " chunks: 1 to " + MAX_CHUNKS;
    }
    if (chunk.getChunk() < 0 || chunk.getChunk() >= chunk.getChunks()) {
      return "chunk " + chunk.getChunk() + " of " + chunk.getChunks();
    }
    return chunk.getPayload().hasRemaining() ? null : "no payload";
  }

  private void begin(ModelChunk chunk) {
    drop();
    first = chunk;
    chunks = new ModelChunk[chunk.getChunks()];
    missing = chunk.getChunks();
  }

  private void drop() {
    first = null;
    chunks = new ModelChunk[0];
    missing = 0;
    bytes = 0;
  }

  private static boolean agrees(ModelChunk a, ModelChunk b) {
    return a.getChunks() == b.getChunks()
        && a.getSize() == b.getSize()
        && a.getChecksum() == b.getChecksum()
        && a.getFingerprint().equals(b.getFingerprint());
  }

  private static ModelVersion version(ModelChunk chunk) {
    return ModelChunks.version(chunk);
  }

  private static Refused refused(ModelChunk chunk, String reason) {
    return new Refused(told(chunk, reason));
  }

  private static String told(ModelChunk chunk, String reason) {
    return "model "
        + chunk.getName()
        + " "
        + chunk.getEpoch()
        + "."
        + chunk.getSequence()
        + ", chunk "
        + chunk.getChunk()
        + ": "
        + reason;
  }
}
