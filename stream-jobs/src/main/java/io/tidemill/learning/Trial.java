package io.tidemill.learning;

import io.tidemill.snapshot.ModelSnapshot;
import java.util.List;

/**
 * Compares a frozen candidate with the version in service on the newest outcome of each sequence.
 */
abstract sealed class Trial permits ForecastTrial, LossTrial {
  private final ModelSnapshot candidate;
  private int sequences;
  private double outcomes;
  private double candidateSum;
  private double servingSum;

  Trial(ModelSnapshot candidate) {
    this.candidate = candidate;
  }

  final ModelSnapshot candidate() {
    return candidate;
  }

  /** Sequences tried on so far that had an outcome. */
  final int sequences() {
    return sequences;
  }

  /** Mean loss of the candidate; NaN before the first outcome. */
  final double candidateLoss() {
    return candidateSum / outcomes;
  }

  /** Mean loss of the version in service; NaN before the first outcome. */
  final double servingLoss() {
    return servingSum / outcomes;
  }

  /** Goes on with sequences of which neither contender has learned the newest outcome. */
  abstract void judge(List<TrainingSequence> all);

  /** Begins anew, with nothing judged. */
  final void clear() {
    sequences = 0;
    outcomes = 0;
    candidateSum = 0;
    servingSum = 0;
  }

  /** Counts the losses, added up over so many outcomes, of so many sequences with outcomes. */
  final void add(double candidateSum, double servingSum, double outcomes, int sequences) {
    this.candidateSum += candidateSum;
    this.servingSum += servingSum;
    this.outcomes += outcomes;
    this.sequences += sequences;
  }
}
