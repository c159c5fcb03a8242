package io.tidemill.prequential;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;

/**
 * An outcome, and the answers that were given to it.
 *
 * @param key whose outcome it is
 * @param id of the event that was answered; of a forecast, of the event that came true
 * @param time event time of that event, milliseconds
 * @param knownAt event time from which the outcome is known, milliseconds
 * @param unscored whether the event itself had no answer
 * @param outOfOrder whether the event itself came after a newer one of its key
 * @param versions that gave the answers
 * @param actual index of the class; or values of the targets, NaN: missing; or nothing
 * @param said as served, by the output; NaN: nothing, or nothing to be judged; empty: nothing
 * @param last what was known last of the target when it was forecast, by the output; or nothing
 */
@SuppressWarnings("ArrayRecordComponent") // blocks of numbers, never compared
public record Judgement(
    String key,
    String id,
    long time,
    long knownAt,
    boolean unscored,
    boolean outOfOrder,
    Versions versions,
    double[] actual,
    double[] said,
    double[] last) {

  /** The order in which they are judged, whatever the order of their arrival. */
  static final Comparator<Judgement> ORDER =
      Comparator.comparingLong(Judgement::knownAt)
          .thenComparingLong(Judgement::time)
          .thenComparing(Judgement::key)
          .thenComparing(Judgement::id);

  void write(DataOutput out) throws IOException {
    Blocks.write(key, out);
    Blocks.write(id, out);
    out.writeLong(time);
    out.writeLong(knownAt);
    out.writeBoolean(unscored);
    out.writeBoolean(outOfOrder);
    versions.write(out);
    Blocks.write(actual, out);
    Blocks.write(said, out);
    Blocks.write(last, out);
  }

  static Judgement read(DataInput in) throws IOException {
    return new Judgement(
        Blocks.readText(in),
        Blocks.readText(in),
        in.readLong(),
        in.readLong(),
        in.readBoolean(),
        in.readBoolean(),
        Versions.readBoth(in),
        Blocks.readDoubles(in),
        Blocks.readDoubles(in),
        Blocks.readDoubles(in));
  }
}
