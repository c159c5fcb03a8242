package io.tidemill.schedule;

/**
 * Shorter at intervals: factor^floor(step / every).
 *
 * @param every steps from one cut to the next, at least 1
 * @param factor of each cut, from 0 to 1
 */
public record Step(int every, double factor) implements Schedule {

  public Step {
    Schedule.requireSteps("step.every", every);
    Schedule.requireShare("step.factor", factor, 0);
  }

  @Override
  public double factor(long step, double[] state) {
    return StrictMath.pow(factor, Math.floorDiv(step, every));
  }
}
