package io.tidemill.kafka;

import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSnapshotCodec;
import io.tidemill.snapshot.ModelSpec;
import io.tidemill.snapshot.SnapshotFormatException;
import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The version in service when a job is submitted.
 *
 * @param epoch the newest one on the models topic, of a version that was cut as well, or the last
 *     one that a rollback ended; 0: the topics were empty
 * @param snapshot the bytes of the version; empty: none is whole and of the pipeline's network
 */
@SuppressWarnings("ArrayRecordComponent") // compared below
public record InService(int epoch, byte[] snapshot) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No version yet. */
  public static final InService NOTHING = new InService(0, new byte[0]);

  /** The same where another epoch is over, too. */
  InService after(int other) {
    return new InService(Math.max(epoch, other), snapshot);
  }

  /** The epoch of a learner that starts without a state. */
  public int nextEpoch() {
    return epoch + 1;
  }

  /**
   * The version in service, if it is one of this model; what cannot be read is as good as none, and
   * a learner is there to replace it.
   */
  public @Nullable ModelSnapshot snapshotOf(ModelSpec model) {
    if (snapshot.length == 0) {
      return null;
    }
    try {
      ModelSnapshot found = ModelSnapshotCodec.decode(snapshot);
      return found.fingerprint() == model.fingerprint() ? found : null;
    } catch (SnapshotFormatException e) {
      return null;
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InService that
        && epoch == that.epoch
        && Arrays.equals(snapshot, that.snapshot);
  }

  @Override
  public int hashCode() {
    return 31 * epoch + Arrays.hashCode(snapshot);
  }
}
