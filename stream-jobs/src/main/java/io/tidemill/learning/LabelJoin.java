package io.tidemill.learning;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A training sequence and the label of its newest event.
 *
 * @param column observed column that the index of the class belongs in
 */
record LabelJoin(int column) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Whether the event came with its label. */
  boolean isLabelled(TrainingSequence sequence) {
    return !Double.isNaN(sequence.observed()[sequence.newest() + column]);
  }

  /** The class that the event came with. */
  int label(TrainingSequence sequence) {
    return (int) sequence.observed()[sequence.newest() + column];
  }

  /**
   * The sequence with its label; its time is when both were there.
   *
   * @param label index of the class
   * @param time event time from which the label is known, milliseconds
   * @param ingestedAt Kafka timestamp of the label's record, milliseconds
   */
  TrainingSequence join(TrainingSequence sequence, int label, long time, long ingestedAt) {
    double[] observed = Arrays.copyOf(sequence.observed(), sequence.observed().length);
    observed[sequence.newest() + column] = label;
    return new TrainingSequence(
        sequence.key(),
        sequence.id(),
        Math.max(sequence.time(), time),
        Math.max(sequence.ingestedAt(), ingestedAt),
        sequence.rows(),
        observed);
  }
}
