package io.tidemill.schedule;

/**
 * Shorter whenever the loss gets no better: its mean over every so many steps is compared with the
 * best one, which it beats by being below it by a ten-thousandth; after more than {@code patience}
 * means in a row that do not, steps are cut. PyTorch's scheduler of the name, with windows of steps
 * for epochs.
 *
 * @param every steps of a mean, at least 1
 * @param patience means that may be no better, at least 0
 * @param factor of each cut, from 0 to 1
 * @param floor that cuts do not go below, from 0 to 1
 */
public record ReduceOnPlateau(int every, int patience, double factor, double floor)
    implements Schedule {
  private static final double THRESHOLD = 1e-4;

  // The state's elements.
  private static final int SUM = 0;
  private static final int COUNT = 1;
  private static final int MEANS = 2;
  private static final int BEST = 3;
  private static final int NO_BETTER = 4;
  private static final int CUTS = 5;

  public ReduceOnPlateau {
    Schedule.requireSteps("reduce-on-plateau.every", every);
    if (patience < 0) {
      throw new IllegalArgumentException(
          "reduce-on-plateau.patience is " + patience + ": it must be at least 0");
    }
    Schedule.requireShare("reduce-on-plateau.factor", factor, 0);
    Schedule.requireShare("reduce-on-plateau.floor", floor, 0);
  }

  /** Halved at every cut, down to a thousandth, after 10 means that are no better. */
  public ReduceOnPlateau(int every) {
    this(every, 10, 0.5, 0.001);
  }

  @Override
  public int stateSize() {
    return 6;
  }

  @Override
  public double factor(long step, double[] state) {
    return Math.max(floor, StrictMath.pow(factor, state[CUTS]));
  }

  @Override
  public void observe(long step, double loss, double[] state) {
    state[SUM] += loss;
    state[COUNT]++;
    if (state[COUNT] < every) {
      return;
    }
    double mean = state[SUM] / every;
    double best = state[BEST];
    boolean better = state[MEANS] == 0 || mean < best - THRESHOLD * Math.abs(best);
    state[SUM] = 0;
    state[COUNT] = 0;
    state[MEANS]++;
    state[BEST] = better ? mean : best;
    state[NO_BETTER] = better ? 0 : state[NO_BETTER] + 1;
    if (state[NO_BETTER] > patience) {
      state[NO_BETTER] = 0;
      state[CUTS]++;
    }
  }
}
