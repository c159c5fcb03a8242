package io.tidemill.schedule;

/**
 * Shorter all the time: factor^(step / every).
 *
 * @param every steps until the factor is reached, at least 1
 * @param factor after so many steps, from 0 to 1
 */
public record Exponential(int every, double factor) implements Schedule {

  public Exponential {
    Schedule.requireSteps("exponential.every", every);
    Schedule.requireShare("exponential.factor", factor, 0);
  }

  @Override
  public double factor(long step, double[] state) {
    return StrictMath.pow(factor, step / (double) every);
  }
}
