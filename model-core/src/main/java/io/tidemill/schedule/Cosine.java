package io.tidemill.schedule;

/**
 * Half a cosine down (Loshchilov and Hutter 2017, equation 5, without restarts): floor + (1 -
 * floor) / 2 * (1 + cos(pi * step / steps)), and the floor from then on.
 *
 * @param steps until the floor, at least 1
 * @param floor from 0 to 1
 */
public record Cosine(int steps, double floor) implements Schedule {

  public Cosine {
    Schedule.requireSteps("cosine.steps", steps);
    Schedule.requireShare("cosine.floor", floor, 0);
  }

  /** Down to a standstill. */
  public Cosine(int steps) {
    this(steps, 0);
  }

  @Override
  public double factor(long step, double[] state) {
    double share = Math.min(step, steps) / (double) steps;
    return floor + (1 - floor) / 2 * (1 + StrictMath.cos(Math.PI * share));
  }
}
