package io.tidemill.learning;

import io.tidemill.prequential.ServedAnswer;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive observed rows of one key, the last of which brought the newest outcome.
 *
 * <p>Rows are both inputs and outcomes: what a step forecast {@code h} steps ahead is in the row
 * {@code h} further on, and unknown when that row is not here.
 *
 * @param key whose rows they are
 * @param id of the event that brought the newest outcome
 * @param time event time of the newest outcome, milliseconds
 * @param ingestedAt Kafka timestamp of the record that brought the newest outcome, milliseconds
 * @param rows number of rows
 * @param observed [rows, observedWidth] row-major, oldest first, before scaling; not to be changed
 * @param answer to the newest row, on the way to its label; null: it is not to be judged
 */
@SuppressWarnings("ArrayRecordComponent") // a block of numbers, never compared
public record TrainingSequence(
    String key,
    String id,
    long time,
    long ingestedAt,
    int rows,
    double[] observed,
    @Nullable ServedAnswer answer) {

  /** The order in which sequences are learned, whatever the order of their arrival. */
  public static final Comparator<TrainingSequence> ORDER =
      Comparator.comparingLong(TrainingSequence::time)
          .thenComparing(TrainingSequence::key)
          .thenComparing(TrainingSequence::id);

  public TrainingSequence {
    if (rows < 1 || observed.length == 0 || observed.length % rows != 0) {
      throw new IllegalArgumentException(
          rows + " rows cannot have " + observed.length + " values in all");
    }
  }

  /** To learn from, with no answer to judge. */
  public TrainingSequence(
      String key, String id, long time, long ingestedAt, int rows, double[] observed) {
    this(key, id, time, ingestedAt, rows, observed, null);
  }

  /** The same with another answer to its newest row. */
  TrainingSequence with(@Nullable ServedAnswer given) {
    return new TrainingSequence(key, id, time, ingestedAt, rows, observed, given);
  }

  /** The sequence without its oldest rows where it has more than {@code most}. */
  TrainingSequence cut(int most) {
    return rows <= most
        ? this
        : new TrainingSequence(
            key,
            id,
            time,
            ingestedAt,
            most,
            Arrays.copyOfRange(observed, (rows - most) * width(), observed.length));
  }

  /** Columns of a row. */
  public int width() {
    return observed.length / rows;
  }

  /** Where the newest row begins in {@link #observed}. */
  public int newest() {
    return observed.length - width();
  }
}
