package io.tidemill.learning;

import io.tidemill.feature.Forecast;
import io.tidemill.pipeline.Gate;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.train.Trainer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Candidates for service, one after the other: each is frozen, tried beside the version in service
 * on outcomes that come after it, and judged by the gate. No step of the learner depends on them.
 */
final class Proposals {
  private final Recipe recipe;
  private final Gate gate;
  private final Trainer trainer;

  private @Nullable ModelSnapshot candidate;
  private @Nullable Trial trial;

  /**
   * @param trainer that knows the loss
   */
  Proposals(Recipe recipe, Trainer trainer) {
    this.recipe = recipe;
    this.gate = recipe.learn().gate();
    this.trainer = trainer;
  }

  /** Whether a candidate is on trial. */
  boolean isOpen() {
    return candidate != null;
  }

  /**
   * Begins the trial of a candidate.
   *
   * @param serving the version in service; null: the gate has nothing to compare it with
   */
  void open(ModelSnapshot candidate, @Nullable ModelSnapshot serving) {
    this.candidate = candidate;
    trial = serving == null ? null : trial(candidate, serving);
  }

  /** A trial of any two models, as candidates have one. */
  Trial trial(ModelSnapshot candidate, ModelSnapshot serving) {
    return recipe.spec().task() instanceof Forecast forecast
        ? new ForecastTrial(recipe, forecast, candidate, serving)
        : new LossTrial(recipe, trainer, candidate, serving);
  }

  /** Goes on with the trial, if there is one, before the learner learns these sequences. */
  void judge(List<TrainingSequence> newest) {
    if (trial != null) {
      trial.judge(newest);
    }
  }

  /** The end of the trial, if it has come to its end. */
  Optional<Verdict> verdict() {
    if (candidate == null || (trial != null && trial.sequences() < gate.trialSequences())) {
      return Optional.empty();
    }
    return Optional.of(close(candidate));
  }

  /**
   * Ends a trial now.
   *
   * @param learned the newest sequences, which the candidate may have learned: they stand in for
   *     those that are still to come
   */
  Optional<Verdict> conclude(List<TrainingSequence> learned) {
    if (candidate == null) {
      return Optional.empty();
    }
    judge(learned);
    return Optional.of(close(candidate));
  }

  private Verdict close(ModelSnapshot candidate) {
    boolean finite = candidate.weights().isFinite();
    double trialLoss = trial == null ? Double.NaN : trial.candidateLoss();
    double servingLoss = trial == null ? Double.NaN : trial.servingLoss();
    Optional<String> objection =
        trial == null
            ? gate.firstObjection(finite)
            : gate.objection(finite, trialLoss, servingLoss);
    drop();
    return new Verdict(candidate, objection, trialLoss, servingLoss);
  }

  /** Forgets the candidate. */
  void drop() {
    candidate = null;
    trial = null;
  }
}
