package io.tidemill.local;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How often classes agreed in the course of a run, in at most 32 slices of equally many labelled
 * answers; two become one when all are full.
 */
final class ClassSlices {
  private static final int SLICES = 32;
  private static final int COUNTS = 4; // labelled, right, unchanged, commonest

  private final long[] counts = new long[SLICES * COUNTS];
  private long labelled;
  private long perSlice = 256;

  /**
   * Counts a labelled answer.
   *
   * @param right whether the answer was the label
   * @param unchanged whether the last label of its key was
   * @param commonest whether the commonest label so far was
   */
  void count(boolean right, boolean unchanged, boolean commonest) {
    if (labelled == SLICES * perSlice) {
      halve();
    }
    int at = current() * COUNTS;
    counts[at]++;
    counts[at + 1] += right ? 1 : 0;
    counts[at + 2] += unchanged ? 1 : 0;
    counts[at + 3] += commonest ? 1 : 0;
    labelled++;
  }

  private void halve() {
    long[] whole = counts.clone();
    Arrays.fill(counts, 0);
    for (int i = 0; i < whole.length; i++) {
      counts[i / COUNTS / 2 * COUNTS + i % COUNTS] += whole[i];
    }
    perSlice *= 2;
  }

  /** The slice that is being filled. */
  private int current() {
    return (int) Math.min(SLICES - 1, labelled / perSlice);
  }

  ClassAgreement secondHalf() {
    int until = current() + 1;
    return over(until / 2, until);
  }

  List<ClassAgreement> course() {
    List<ClassAgreement> course = new ArrayList<>();
    for (int slice = 0; slice <= current(); slice++) {
      course.add(over(slice, slice + 1));
    }
    return course;
  }

  private ClassAgreement over(int from, int until) {
    long[] sum = new long[COUNTS];
    for (int i = from * COUNTS; i < until * COUNTS; i++) {
      sum[i % COUNTS] += counts[i];
    }
    return ClassAgreement.of(sum[0], sum[1], sum[2], sum[3]);
  }
}
