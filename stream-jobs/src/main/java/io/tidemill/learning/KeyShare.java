package io.tidemill.learning;

import io.tidemill.math.Matrix;
import io.tidemill.train.SequenceBatch;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Limits what the sequences of one key count for in a batch, so that no key alone decides where a
 * step goes.
 *
 * @param share of the batch, in (0, 1]
 */
record KeyShare(double share) {

  /**
   * Lessens the weights of the keys that have more than their share, all by as much as makes it
   * their share of what is left. Where there are too few keys for that, each counts as much as any
   * other.
   *
   * @param sequences of the batch's rows, in order
   */
  void limit(List<TrainingSequence> sequences, SequenceBatch batch) {
    if (share == 1) {
      return;
    }
    Map<String, Integer> counts = new HashMap<>();
    sequences.forEach(sequence -> counts.merge(sequence.key(), 1, Integer::sum));
    double most = most(counts.values().stream().mapToInt(Integer::intValue).toArray());
    for (int row = 0; row < sequences.size(); row++) {
      int count = counts.getOrDefault(sequences.get(row).key(), 0);
      if (count > most) {
        scale(batch, row, (float) (most / count));
      }
    }
  }

  /** Rows that a key may count for. */
  double most(int[] counts) {
    int[] descending =
        Arrays.stream(counts)
            .boxed()
            .sorted(Comparator.reverseOrder())
            .mapToInt(Integer::intValue)
            .toArray();
    double others = Arrays.stream(counts).sum();
    for (int limited = 0; limited < descending.length; limited++) {
      // What all count for in all where so many are limited to their share of it.
      double total = others / (1 - limited * share);
      if (limited * share >= 1) {
        break;
      }
      if (descending[limited] <= share * total) {
        return share * total;
      }
      others -= descending[limited];
    }
    return descending.length == 0 ? 0 : descending[descending.length - 1];
  }

  private static void scale(SequenceBatch batch, int row, float factor) {
    for (int step = 0; step < batch.steps(); step++) {
      Matrix weight = batch.weight(step);
      for (int i = weight.offset(row); i < weight.offset(row + 1); i++) {
        weight.data()[i] *= factor;
      }
    }
  }
}
