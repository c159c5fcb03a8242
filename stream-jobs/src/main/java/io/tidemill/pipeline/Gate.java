package io.tidemill.pipeline;

import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a candidate is published.
 *
 * <p>The first version has to be finite and to have learned for a while; every later one also has
 * to do no worse than the version in service on outcomes that came after it was frozen.
 *
 * @param firstSteps optimiser steps before the first version
 * @param trialSequences newest sequences that a candidate is tried on
 * @param tolerance part of the loss of the version in service by which a candidate may be worse: a
 *     trial is short, and a stream that has just changed is allowed to cost a little
 * @param quarantine whether labels that contradict sure answers, once there are unusually many of
 *     them, wait until it is clear whether they are right; of classes alone
 * @param keyShare of what a step learns, the most that the sequences of one key may count for, in
 *     (0, 1]; 1: no limit
 * @param outliers share of an event's features that may be far from all before; of events with
 *     more, and more than one, nothing is learned; 1: of all it is
 * @param back when to go back to earlier weights; null: never
 */
public record Gate(
    int firstSteps,
    int trialSequences,
    double tolerance,
    boolean quarantine,
    double keyShare,
    double outliers,
    @Nullable Return back)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What a learner uses. */
  public static final Gate STANDARD = new Gate(20, 32, 0.1, true, 1, 0.5, null);

  /**
   * When learning goes back to what it was some steps ago.
   *
   * @param worseBy part of the earlier weights' loss by which the newer ones must be worse
   * @param marks earlier steps that can be gone back to, each 100 after the one before
   * @param patience comparisons, one a step, in which there is no more than one return without
   *     cause, on average and for each mark
   */
  public record Return(double worseBy, int marks, double patience) implements Serializable {
    private static final long serialVersionUID = 1L;

    public Return {
      if (!(worseBy >= 0) || marks < 1 || marks > 100 || !(patience > 1)) {
        throw new IllegalArgumentException(
            "worse-by is %s, marks is %d, patience is %s: want at least 0, 1 to 100, above 1"
                .formatted(worseBy, marks, patience));
      }
    }
  }

  /** Losses below it, in squared deviations or the like, count as equal. */
  private static final double NEGLIGIBLE = 1e-6;

  public Gate {
    if (firstSteps < 1 || trialSequences < 1 || !(tolerance >= 0)) {
      throw new IllegalArgumentException(
          "gate of %d first steps, %d trial sequences, tolerance %s: want at least 1, 1 and 0"
              .formatted(firstSteps, trialSequences, tolerance));
    }
    if (!(keyShare > 0 && keyShare <= 1)) {
      throw new IllegalArgumentException(
          "key-share is " + keyShare + ": must be above 0 and at most 1");
    }
    if (!(outliers >= 0 && outliers <= 1)) {
      throw new IllegalArgumentException("outliers is " + outliers + ": must be 0 to 1");
    }
  }

  /** What speaks against a candidate when there is nothing to compare it with; empty: nothing. */
  public Optional<String> firstObjection(boolean finite) {
    return finite ? Optional.empty() : Optional.of("weights are not finite");
  }

  /**
   * What speaks against a candidate; empty: nothing.
   *
   * @param finite whether all its weights are
   * @param trialLoss its loss on the trial sequences
   * @param servingLoss the loss of the version in service on the same ones
   */
  public Optional<String> objection(boolean finite, double trialLoss, double servingLoss) {
    if (!finite) {
      return firstObjection(false);
    }
    if (!Double.isFinite(trialLoss)) {
      return Optional.of("trial loss is " + trialLoss);
    }
    // Not the other way round: a version in service without a finite loss is replaced.
    if (trialLoss > servingLoss * (1 + tolerance) + NEGLIGIBLE) {
      return Optional.of(
          "trial loss is %.4g, the version in service has %.4g, at most %.0f %% more is allowed"
              .formatted(trialLoss, servingLoss, 100 * tolerance));
    }
    return Optional.empty();
  }
}
