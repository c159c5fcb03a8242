package io.tidemill.league;

import io.tidemill.ensemble.Combiner;
import io.tidemill.ensemble.Halving;
import io.tidemill.pipeline.League;
import java.util.function.Consumer;

/**
 * Combines the candidates' answers, learns from outcomes whom to believe, and decides who leads and
 * who goes. Both follow from the outcomes and their order alone. Confined to one thread.
 */
public final class Panel {
  private final League league;
  private final Combiner combiner;
  private final Halving halving;
  private final Consumer<Decision> decisions;
  private final double[] combining;
  private final double[] standings;
  private final double[] losses;
  private int leader;

  /**
   * Nothing known yet: all candidates count alike, and the pipeline's own leads.
   *
   * @param decisions hears of each as it is made
   */
  public Panel(League league, Consumer<Decision> decisions) {
    this.league = league;
    this.decisions = decisions;
    combiner = league.combiner();
    halving = league.halving();
    combining = new double[combiner.stateSize()];
    standings = new double[halving.stateSize()];
    losses = new double[combiner.models()];
  }

  /**
   * Makes one answer of those of the candidates that are left.
   *
   * @param answers [candidates, outputs] as {@link Ballot#answer} writes them
   * @param combined [outputs] receives it
   */
  public void combine(double[] answers, double[] combined) {
    combiner.combine(answers, combining, 0, combined);
  }

  /**
   * Learns from what became of answers, and decides what it leads to.
   *
   * @param answers [candidates, outputs]
   * @param outcome [outputs]; NaN: unknown
   * @param time event time at which it is known, milliseconds
   */
  public void learn(double[] answers, double[] outcome, long time) {
    boolean any = false;
    for (int i = 0; i < losses.length; i++) {
      losses[i] = isLeft(i) ? combiner.loss(answers, i, outcome) : Double.NaN;
      any |= !Double.isNaN(losses[i]);
    }
    if (!any) {
      return;
    }
    combiner.learn(answers, outcome, combining, 0);
    halving.update(losses, standings, 0);
    if (halving.outcomes(standings, 0) % halving.first() == 0) {
      promote(time);
      if (halving.endsRound(standings, 0)) {
        drop(time);
      }
    }
  }

  private void promote(long time) {
    int best = halving.best(standings, 0);
    if (halving.lead(best, leader, standings, 0) >= Halving.ERRORS) {
      decide(Decision.Kind.PROMOTED, best, leader, time);
      leader = best;
    }
  }

  private void drop(long time) {
    int may = halving.mayGo(standings, 0);
    for (int gone = 0; gone < may; gone++) {
      int worst = halving.goes(standings, 0);
      if (worst < 0) {
        return;
      }
      decide(Decision.Kind.DROPPED, worst, halving.best(standings, 0), time);
      halving.drop(worst, standings, 0);
      combiner.drop(worst, combining, 0);
    }
  }

  private void decide(Decision.Kind kind, int candidate, int rival, long time) {
    decisions.accept(
        new Decision(
            kind,
            name(candidate),
            halving.outcomes(standings, 0),
            time,
            loss(candidate),
            name(rival),
            loss(rival),
            Math.abs(halving.lead(candidate, rival, standings, 0))));
  }

  private String name(int candidate) {
    return league.candidates().get(candidate).name();
  }

  /** Whether a candidate still takes part. */
  public boolean isLeft(int candidate) {
    return halving.isLeft(candidate, standings, 0);
  }

  /** Index of the candidate that leads. */
  public int leader() {
    return leader;
  }

  /** Faded mean loss of a candidate; NaN: it was dropped. */
  public double loss(int candidate) {
    return halving.loss(candidate, standings, 0);
  }

  /** How much each candidate counts now; a new array. */
  public double[] weights() {
    double[] weights = new double[combiner.models()];
    combiner.weights(combining, 0, weights);
    return weights;
  }
}
