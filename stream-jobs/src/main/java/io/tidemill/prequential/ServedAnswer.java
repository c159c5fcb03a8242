package io.tidemill.prequential;

import io.tidemill.snapshot.ModelVersion;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What an event was answered with in service.
 *
 * @param version that answered; null: none
 * @param outOfOrder whether a newer event of its key had been answered before
 * @param values as served features log them; empty: the event is UNSCORED; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // a block of numbers, never compared
public record ServedAnswer(@Nullable ModelVersion version, boolean outOfOrder, double[] values) {

  /** Of an event that had none. */
  public static final ServedAnswer NONE = new ServedAnswer(null, false, new double[0]);

  /** Whether there is something to judge. */
  boolean isScored() {
    return version != null && values.length > 0;
  }

  /** The answer as flat bytes. */
  public void write(DataOutput out) throws IOException {
    out.writeBoolean(outOfOrder);
    Versions.write(version, out);
    Blocks.write(values, out);
  }

  /** What {@link #write} wrote. */
  public static ServedAnswer read(DataInput in) throws IOException {
    boolean outOfOrder = in.readBoolean();
    ModelVersion version = Versions.read(in);
    return new ServedAnswer(version, outOfOrder, Blocks.readDoubles(in));
  }
}
