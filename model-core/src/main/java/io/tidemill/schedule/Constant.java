package io.tidemill.schedule;

/** The same length always: a factor of 1. */
public record Constant() implements Schedule {

  @Override
  public double factor(long step, double[] state) {
    return 1;
  }
}
