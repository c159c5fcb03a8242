package io.tidemill.kafka;

import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSnapshotCodec;
import io.tidemill.snapshot.ModelSpec;
import io.tidemill.snapshot.SnapshotFormatException;
import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The newest version on the models topic when a job is submitted.
 *
 * @param epoch its epoch; 0: the topic was empty
 * @param snapshot its bytes; empty when it could not be put together
 */
@SuppressWarnings("ArrayRecordComponent") // compared below
public record InService(int epoch, byte[] snapshot) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No version yet. */
  public static final InService NOTHING = new InService(0, new byte[0]);

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

  /** Whether a model's version is above all that are on the topic. */
  boolean isOlderThan(ModelSnapshot model) {
    ModelSnapshot found = snapshotOf(model.spec());
    return epoch < model.version().epoch()
        || (found != null
            && epoch == found.version().epoch()
            && found.version().compareTo(model.version()) < 0);
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
