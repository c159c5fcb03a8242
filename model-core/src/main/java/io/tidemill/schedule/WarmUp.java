package io.tidemill.schedule;

/**
 * Longer step by step (Goyal et al. 2017, section 2.2), (step + 1) / steps, and then as another
 * schedule that begins where this ends.
 *
 * @param steps until the full length, at least 1
 * @param then what comes after; sees only the losses that come after
 */
public record WarmUp(int steps, Schedule then) implements Schedule {

  public WarmUp {
    Schedule.requireSteps("warm-up.steps", steps);
    if (then instanceof WarmUp) {
      throw new IllegalArgumentException(
          "warm-up.then is another warm-up: write one, of the steps of both");
    }
  }

  /** And then the full length. */
  public WarmUp(int steps) {
    this(steps, new Constant());
  }

  @Override
  public int stateSize() {
    return then.stateSize();
  }

  @Override
  public double factor(long step, double[] state) {
    return step < steps ? (step + 1) / (double) steps : then.factor(step - steps, state);
  }

  @Override
  public void observe(long step, double loss, double[] state) {
    if (step >= steps) {
      then.observe(step - steps, loss, state);
    }
  }
}
