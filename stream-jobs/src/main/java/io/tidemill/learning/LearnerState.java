package io.tidemill.learning;

import io.tidemill.feature.StreamMoments;
import io.tidemill.snapshot.Fingerprint;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSnapshotCodec;
import io.tidemill.snapshot.SnapshotFormatException;
import io.tidemill.train.Trainer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the next steps of an {@link OnlineLearner} depend on, and its bytes.
 *
 * <p>Big-endian: magic, format, fingerprint of the model, epoch, then the fields in the order in
 * which {@link #encode} writes them, then the memories, each behind its name and length. A memory
 * that is not in the state begins anew, and one that nobody has any more is passed over. Format 1
 * has no memories.
 */
final class LearnerState {
  private static final int MAGIC = 0x544d4c53; // TMLS
  private static final int FORMAT = 2;

  final Trainer trainer;
  final StreamMoments moments;
  final ReplayBuffer replay;
  private final int rows;
  private final List<LearnerMemory> memories;

  /** Not passed by the watermark yet. */
  final PriorityQueue<TrainingSequence> waiting = new PriorityQueue<>(TrainingSequence.ORDER);

  /** Passed by the watermark, in order. */
  final ArrayDeque<TrainingSequence> ready = new ArrayDeque<>();

  int epoch;
  long watermark = Long.MIN_VALUE;

  /** Event time of the newest outcome learned. */
  long lastTime = Long.MIN_VALUE;

  long steps;
  long sequences;
  long late;
  long recoveries;
  double trainLoss = Double.NaN;

  /** State of the trainer to return to when a weight is no longer finite. */
  byte[] mark;

  boolean recoveredSinceMark;

  /** The last version published, by this learner or before it. */
  @Nullable ModelSnapshot serving;

  /**
   * The state of a learner that knows nothing.
   *
   * @param rows of a full sequence; restored ones of more rows lose their oldest
   * @param memories of different names
   */
  LearnerState(
      Trainer trainer,
      StreamMoments moments,
      ReplayBuffer replay,
      int rows,
      int epoch,
      List<LearnerMemory> memories) {
    this.trainer = trainer;
    this.moments = moments;
    this.replay = replay;
    this.rows = rows;
    this.memories = memories;
    this.epoch = epoch;
    this.mark = trainer.state();
  }

  /** Trainer and moments are those of an earlier version again: so is the rest. */
  void returned(ModelSnapshot version, int fromEpoch) {
    mark = trainer.state();
    recoveredSinceMark = false;
    epoch = Math.max(epoch + 1, fromEpoch);
    serving = version;
    memories.forEach(LearnerMemory::returned);
  }

  /** Drops what is kept of a key. */
  void forget(String key) {
    waiting.removeIf(sequence -> sequence.key().equals(key));
    ready.removeIf(sequence -> sequence.key().equals(key));
    replay.forget(key);
    memories.forEach(memory -> memory.forget(key));
  }

  byte[] encode(long fingerprint) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FlatCodec codec = new FlatCodec();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(FORMAT);
      out.writeLong(fingerprint);
      out.writeInt(epoch);
      out.writeLong(watermark);
      out.writeLong(lastTime);
      out.writeLong(steps);
      out.writeLong(sequences);
      out.writeLong(late);
      out.writeLong(recoveries);
      out.writeDouble(trainLoss);
      codec.writeBytes(trainer.state(), out);
      codec.writeBytes(mark, out);
      out.writeBoolean(recoveredSinceMark);
      codec.writeDoubles(moments.state(), out);
      codec.writeBytes(serving == null ? new byte[0] : ModelSnapshotCodec.encode(serving), out);
      replay.write(out, codec);
      writeSequences(ready, out, codec);
      List<TrainingSequence> ordered = new ArrayList<>(waiting);
      ordered.sort(TrainingSequence.ORDER);
      writeSequences(ordered, out, codec);
      writeMemories(out, codec);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Takes over what was encoded, of another model only the epoch; tells whether it is the same. */
  boolean restore(byte[] bytes, long fingerprint) {
    FlatCodec codec = new FlatCodec();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int magic = in.readInt();
      int format = in.readInt();
      if (magic != MAGIC || format < 1 || format > FORMAT) {
        throw new IllegalArgumentException(
            "learner state begins with %08x, format %d, this release reads %08x, format 1 to %d: restore with the release that wrote the checkpoint"
                .formatted(magic, format, MAGIC, FORMAT));
      }
      long found = in.readLong();
      int foundEpoch = in.readInt();
      if (found != fingerprint) {
        epoch = Math.max(epoch, foundEpoch + 1);
        return false;
      }
      epoch = foundEpoch;
      watermark = in.readLong();
      lastTime = in.readLong();
      steps = in.readLong();
      sequences = in.readLong();
      late = in.readLong();
      recoveries = in.readLong();
      trainLoss = in.readDouble();
      trainer.restore(codec.readBytes(in));
      mark = codec.readBytes(in);
      recoveredSinceMark = in.readBoolean();
      moments.restore(codec.readDoubles(in));
      byte[] published = codec.readBytes(in);
      serving = published.length == 0 ? null : ModelSnapshotCodec.decode(published);
      replay.read(in, codec, rows);
      ready.clear();
      ready.addAll(readSequences(in, codec));
      waiting.clear();
      waiting.addAll(readSequences(in, codec));
      if (format > 1) {
        readMemories(in, codec);
      }
      return true;
    } catch (IOException | SnapshotFormatException e) {
      throw new IllegalArgumentException(
          "learner state of model "
              + Fingerprint.hex(fingerprint)
              + " is cut or corrupted: "
              + e.getMessage(),
          e);
    }
  }

  private void writeMemories(DataOutputStream out, FlatCodec codec) throws IOException {
    out.writeInt(memories.size());
    for (LearnerMemory memory : memories) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      memory.write(new DataOutputStream(bytes), codec);
      codec.writeText(memory.name(), out);
      codec.writeBytes(bytes.toByteArray(), out);
    }
  }

  private void readMemories(DataInputStream in, FlatCodec codec) throws IOException {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      String name = codec.readText(in);
      byte[] bytes = codec.readBytes(in);
      for (LearnerMemory memory : memories) {
        if (memory.name().equals(name)) {
          memory.read(new DataInputStream(new ByteArrayInputStream(bytes)), codec);
        }
      }
    }
  }

  private static void writeSequences(
      Iterable<TrainingSequence> sequences, DataOutputStream out, FlatCodec codec)
      throws IOException {
    for (TrainingSequence sequence : sequences) {
      out.writeBoolean(true);
      codec.write(sequence, out);
    }
    out.writeBoolean(false);
  }

  private List<TrainingSequence> readSequences(DataInputStream in, FlatCodec codec)
      throws IOException {
    List<TrainingSequence> sequences = new ArrayList<>();
    while (in.readBoolean()) {
      sequences.add(codec.readSequence(in).cut(rows));
    }
    return sequences;
  }
}
