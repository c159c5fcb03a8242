package io.tidemill.drift;

/**
 * Looks for the error rate to rise above its least (Gama, Medas, Castillo and Rodrigues 2004,
 * "Learning with drift detection", DDM): with the rate p of i answers and s = sqrt(p (1 - p) / i),
 * and p', s' where p + s was least, p + s > p' + {@code drift} s' is a change.
 *
 * <p>Values are 1 for an error and 0 for none; one between counts as part of an error, one beyond
 * as the nearer of the two.
 *
 * @param least values before it says anything, 1 to 1e6
 * @param warning of so many s', above 0 and below {@code drift}
 * @param drift above 0, at most 100
 */
public record Ddm(int least, double warning, double drift) implements DriftDetector {
  private static final int COUNT = 0;
  private static final int RATE = 1;
  private static final int LEAST_RATE = 2;
  private static final int LEAST_DEVIATION = 3;
  private static final int HAS_LEAST = 4;

  public Ddm {
    DriftDetector.requireCount("ddm.least", least, 1, 1_000_000);
    DriftDetector.requireBetween("ddm.drift", drift, 0, 100);
    DriftDetector.requireBetween("ddm.warning", warning, 0, drift);
  }

  /** As in the paper: after 30 values, 2 deviations, 3 deviations. */
  public Ddm() {
    this(30, 2, 3);
  }

  @Override
  public int stateSize() {
    return 5;
  }

  @Override
  public boolean isOfErrors() {
    return true;
  }

  @Override
  public Signal update(double value, double[] state, int offset) {
    if (!Double.isFinite(value)) {
      return Signal.NONE;
    }
    double error = Math.max(0, Math.min(value, 1));
    double count = ++state[offset + COUNT];
    double rate = state[offset + RATE] += (error - state[offset + RATE]) / count;
    double deviation = Math.sqrt(Math.max(0, rate * (1 - rate)) / count);
    if (count < least) {
      return Signal.NONE;
    }
    double leastRate = state[offset + LEAST_RATE];
    double leastDeviation = state[offset + LEAST_DEVIATION];
    if (state[offset + HAS_LEAST] == 0 || rate + deviation <= leastRate + leastDeviation) {
      state[offset + HAS_LEAST] = 1;
      state[offset + LEAST_RATE] = rate;
      state[offset + LEAST_DEVIATION] = deviation;
      return Signal.NONE;
    }
    if (rate + deviation > leastRate + drift * leastDeviation) {
      reset(state, offset);
      return Signal.RISE;
    }
    return rate + deviation > leastRate + warning * leastDeviation ? Signal.WARNING : Signal.NONE;
  }
}
