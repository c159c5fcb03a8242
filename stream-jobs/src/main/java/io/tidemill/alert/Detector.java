package io.tidemill.alert;

import io.tidemill.anomaly.AnomalyScorer;
import io.tidemill.anomaly.Threshold;
import io.tidemill.schema.message.Contribution;
import io.tidemill.schema.message.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One kind of evidence: a scorer and the threshold that its scores are compared with. State: the
 * scorer's, then the threshold's. Confined to one thread; holds the verdict on the last event.
 */
public final class Detector {
  private final Evidence evidence;
  private final AnomalyScorer scorer;
  private final Threshold threshold;
  private final List<String> names;
  private final double[] observed; // [targets]
  private final double[] expected; // [targets]
  private final double[] shares; // [targets]
  private double score = Double.NaN;
  private double limit = Double.NaN;
  private double grade;

  /**
   * A detector of one kind of evidence.
   *
   * @param names of the scorer's readings
   */
  public Detector(
      Evidence evidence, AnomalyScorer scorer, Threshold threshold, List<String> names) {
    if (names.size() != scorer.targets()) {
      throw new IllegalArgumentException(
          evidence + " judges " + scorer.targets() + " readings, but is given the names " + names);
    }
    this.evidence = evidence;
    this.scorer = scorer;
    this.threshold = threshold;
    this.names = List.copyOf(names);
    this.observed = new double[names.size()];
    this.expected = new double[names.size()];
    this.shares = new double[names.size()];
  }

  /** Doubles remembered per key. */
  public int stateSize() {
    return scorer.stateSize() + threshold.stateSize();
  }

  /** What lays out the state: equal texts, equal layouts. */
  public String layout() {
    return "%s: %s %d + %s %d"
        .formatted(
            evidence,
            scorer.getClass().getSimpleName(),
            scorer.stateSize(),
            threshold.getClass().getSimpleName(),
            threshold.stateSize());
  }

  /** States a reading of the event that is judged next; NaN: missing, or not expected. */
  public void reading(int target, double observed, double expected) {
    this.observed[target] = observed;
    this.expected[target] = expected;
  }

  /** Judges the readings by what was usual for the key before, then learns from them. */
  public void judge(long time, double[] state, int offset) {
    int thresholdOffset = offset + scorer.stateSize();
    score = scorer.score(observed, expected, state, offset, shares);
    limit = threshold.threshold(state, thresholdOffset);
    grade = Threshold.grade(score, limit);
    threshold.update(score, time, state, thresholdOffset);
  }

  public Evidence evidence() {
    return evidence;
  }

  /** Unbounded, high means odd; NaN: nothing to say yet. */
  public double score() {
    return score;
  }

  /** What the score was compared with; infinite: too little is known to compare. */
  public double threshold() {
    return limit;
  }

  /** In [0, 1]; 0 is normal. */
  public double grade() {
    return grade;
  }

  /** The readings that make up the score, the largest share first. */
  List<Contribution> contributions() {
    List<Contribution> contributions = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      if (shares[i] > 0) {
        contributions.add(
            new Contribution(names.get(i), known(observed[i]), known(expected[i]), shares[i]));
      }
    }
    contributions.sort(Comparator.comparingDouble(Contribution::getShare).reversed());
    return contributions;
  }

  private static @Nullable Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
