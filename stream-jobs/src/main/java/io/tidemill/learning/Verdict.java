package io.tidemill.learning;

import io.tidemill.snapshot.ModelSnapshot;
import java.util.Optional;

/**
 * How the trial of a candidate ended.
 *
 * @param objection why it must not be published; empty: it is to be published, and counts as the
 *     version in service from now on
 * @param trialLoss mean loss of the candidate; NaN: there was nothing to compare it with
 * @param servingLoss mean loss of the version in service on the same outcomes
 */
public record Verdict(
    ModelSnapshot candidate, Optional<String> objection, double trialLoss, double servingLoss) {

  public boolean accepted() {
    return objection.isEmpty();
  }
}
