package io.tidemill.prequential;

import io.tidemill.snapshot.ModelVersion;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The versions that gave some answers.
 *
 * @param oldest null: none answered
 * @param newest null: none answered
 */
record Versions(@Nullable ModelVersion oldest, @Nullable ModelVersion newest) {

  static final Versions NONE = new Versions(null, null);

  static Versions of(@Nullable ModelVersion one) {
    return one == null ? NONE : new Versions(one, one);
  }

  /** Those of both. */
  Versions and(Versions other) {
    if (oldest == null || newest == null) {
      return other;
    }
    if (other.oldest == null || other.newest == null) {
      return this;
    }
    boolean older = other.oldest.compareTo(oldest) < 0;
    boolean newer = other.newest.compareTo(newest) > 0;
    return !older && !newer
        ? this
        : new Versions(older ? other.oldest : oldest, newer ? other.newest : newest);
  }

  void write(DataOutput out) throws IOException {
    write(oldest, out);
    write(newest, out);
  }

  static Versions readBoth(DataInput in) throws IOException {
    return new Versions(read(in), read(in));
  }

  static void write(@Nullable ModelVersion version, DataOutput out) throws IOException {
    out.writeInt(version == null ? -1 : version.epoch());
    out.writeLong(version == null ? -1 : version.sequence());
  }

  static @Nullable ModelVersion read(DataInput in) throws IOException {
    int epoch = in.readInt();
    long sequence = in.readLong();
    return epoch < 0 || sequence < 0 ? null : new ModelVersion(epoch, sequence);
  }
}
