package io.tidemill.learning;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the rows of a key into training sequences: sorts what the watermark has passed, drops
 * repeated events, and gives one sequence for every row that brings an outcome.
 *
 * <p>What comes out depends on the rows alone, neither on the order of their arrival nor on where
 * the watermarks fell. Holds no state of a key: that is in its {@link KeyHistory}.
 *
 * @param width columns of an observed row
 * @param span rows of a full sequence
 * @param lead steps from a forecast to its first outcome: the smallest horizon
 * @param timeToLive after a longer silence, in milliseconds of event time, a key begins anew
 */
public record SequenceAssembler(int width, int span, int lead, long timeToLive)
    implements Serializable {

  public SequenceAssembler {
    if (width < 1 || lead < 0 || span <= lead || timeToLive < 1) {
      throw new IllegalArgumentException(
          "no sequences of %d rows of %d columns, %d steps ahead, kept for %d ms"
              .formatted(span, width, lead, timeToLive));
    }
  }

  /** The state of a key that has had no rows. */
  public KeyHistory history() {
    return new KeyHistory(width, span);
  }

  /** Whether a key's history may be forgotten: a row at {@code time} would begin anew anyway. */
  public boolean expired(KeyHistory history, long time) {
    return history.count() > 0 && time - history.lastTime() > timeToLive;
  }

  /** Hears of the rows of a key, one after the other. */
  @FunctionalInterface
  public interface Listener {

    /** A sequence that ends with the row at hand. */
    void sequence(TrainingSequence sequence);

    /**
     * The next row, before its sequence.
     *
     * @param first whether the key begins with it, or begins anew
     */
    default void row(ServedRow row, boolean first) {}
  }

  /** Waiting rows and counts add up to what was given to {@link #assemble}. */
  public record Outcome(List<ServedRow> waiting, int late, int repeated, int taken) {}

  /**
   * Learns the key's rows up to a watermark, in order. Rows no newer than the history are late: a
   * restored job may be given them, since it has not been told its watermark again.
   *
   * @param rows of one key, in any order; those after the watermark are given back as waiting
   * @param watermark event time in milliseconds up to which all rows have arrived
   * @param history of the key, brought up to date
   */
  public Outcome assemble(
      Iterable<ServedRow> rows, long watermark, KeyHistory history, Listener listener) {
    List<ServedRow> passed = new ArrayList<>();
    List<ServedRow> waiting = new ArrayList<>();
    long learned = history.lastTime();
    int late = 0;
    for (ServedRow row : rows) {
      if (row.time() <= learned) {
        late++;
      } else {
        (row.time() <= watermark ? passed : waiting).add(row);
      }
    }
    passed.sort(ServedRow.ORDER);
    int repeated = 0;
    for (int i = 0; i < passed.size(); i++) {
      ServedRow row = passed.get(i);
      if (i > 0 && row.sameEvent(passed.get(i - 1))) {
        repeated++;
        continue;
      }
      append(row, history, listener);
    }
    return new Outcome(waiting, late, repeated, passed.size() - repeated);
  }

  private void append(ServedRow row, KeyHistory history, Listener listener) {
    if (expired(history, row.time())) {
      history.clear();
    }
    history.add(row.observed(), row.time());
    listener.row(row, history.count() == 1);
    if (history.count() > lead) {
      listener.sequence(
          new TrainingSequence(
              row.key(), row.id(), row.time(), row.ingestedAt(), history.count(), history.copy()));
    }
  }
}
