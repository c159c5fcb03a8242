package io.tidemill.league;

import org.jspecify.annotations.Nullable;

/** Probabilities of classes as their logarithms; an event's class is the outcome of its own. */
record ClassBallot(int outputs) implements Ballot {

  /** What is held impossible is not quite: its logarithm is finite. */
  private static final double LEAST = 1e-12;

  @Override
  public void answer(int key, double[] said, double[] last, double[] answers, int offset) {
    for (int k = 0; k < outputs; k++) {
      answers[offset + k] = StrictMath.log(Math.max(said[k], LEAST));
    }
  }

  @Override
  public double[] said(int key, double[] combined, double[] last) {
    double[] said = new double[outputs];
    for (int k = 0; k < outputs; k++) {
      said[k] = StrictMath.exp(combined[k]);
    }
    return said;
  }

  @Override
  public @Nullable Case next(int key, double[] answers, double[] actual, double[] last) {
    if (Double.isNaN(actual[0])) {
      return null;
    }
    double[] outcome = new double[outputs];
    outcome[(int) actual[0]] = 1;
    return new Case(answers, outcome);
  }
}
