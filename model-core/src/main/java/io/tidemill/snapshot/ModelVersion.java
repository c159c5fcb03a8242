package io.tidemill.snapshot;

import java.util.Comparator;

/**
 * The place of a snapshot in the history of its model, strictly growing.
 *
 * @param epoch grows when a learner starts without its state
 * @param sequence grows with every snapshot of an epoch
 */
public record ModelVersion(int epoch, long sequence) implements Comparable<ModelVersion> {
  private static final Comparator<ModelVersion> ORDER =
      Comparator.comparingInt(ModelVersion::epoch).thenComparingLong(ModelVersion::sequence);

  public ModelVersion {
    if (epoch < 0 || sequence < 0) {
      throw new IllegalArgumentException(
          "version " + epoch + "." + sequence + ": neither part may be negative");
    }
  }

  @Override
  public int compareTo(ModelVersion other) {
    return ORDER.compare(this, other);
  }

  /** The next one of the same epoch. */
  public ModelVersion next() {
    return new ModelVersion(epoch, Math.addExact(sequence, 1));
  }

  @Override
  public String toString() {
    return epoch + "." + sequence;
  }
}
