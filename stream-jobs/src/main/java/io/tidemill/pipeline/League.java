package io.tidemill.pipeline;

import io.tidemill.ensemble.ClassHedge;
import io.tidemill.ensemble.ClassStacking;
import io.tidemill.ensemble.Combiner;
import io.tidemill.ensemble.ForecastHedge;
import io.tidemill.ensemble.ForecastStacking;
import io.tidemill.ensemble.Halving;
import io.tidemill.feature.Classification;
import io.tidemill.snapshot.ModelSpec;
import java.util.List;

/**
 * Models that learn side by side on the same stream, and how their answers become one.
 *
 * @param candidates the pipeline's own model first
 * @param first outcomes after which the first candidates may be dropped
 * @param keep candidates that always stay
 */
public record League(List<Candidate> candidates, Combination combine, int first, int keep) {

  /** How answers become one. */
  public enum Combination {
    /** Their mean, each weighted by how well its model has done of late. */
    HEDGE,
    /** What a regression on them, learned online, makes of them. */
    STACK
  }

  /** The name of the pipeline's own model among the candidates. */
  public static final String OWN = "own";

  /** Probability that another model, or another rate of stacking, is best at the next event. */
  private static final double SHARE = 0.002;

  /** As many keys have an outcome at the same time, each counts for little. */
  private static final double FORECAST_RATE = 0.005;

  private static final double FORECAST_SHARE = 0.0002;
  private static final double STEP = 0.03;

  /**
   * A model of the league.
   *
   * @param model reads the same events as the pipeline's own, and has its task
   */
  public record Candidate(String name, ModelSpec model, Learn learn) {

    private Candidate withSeed(long seed) {
      return new Candidate(name, model, learn.withSeed(seed));
    }
  }

  public League {
    candidates = List.copyOf(candidates);
    // Refuses what does not go together.
    new Halving(candidates.size(), first, keep);
  }

  /** The same learned from another seed. */
  League withSeed(long seed) {
    return new League(
        candidates.stream().map(candidate -> candidate.withSeed(seed)).toList(),
        combine,
        first,
        keep);
  }

  public Halving halving() {
    return new Halving(candidates.size(), first, keep);
  }

  /** What combines the candidates' answers. */
  public Combiner combiner() {
    ModelSpec own = candidates.get(0).model();
    int outputs = own.task().outputSize(own.features());
    if (own.task() instanceof Classification) {
      return combine == Combination.HEDGE
          ? new ClassHedge(candidates.size(), outputs, SHARE)
          : new ClassStacking(candidates.size(), outputs, SHARE);
    }
    return combine == Combination.HEDGE
        ? new ForecastHedge(candidates.size(), outputs, FORECAST_RATE, FORECAST_SHARE)
        : new ForecastStacking(candidates.size(), outputs, STEP);
  }
}
