package io.tidemill.drift;

/**
 * Looks for errors to come closer together (Baena-García and others 2006, "Early drift detection
 * method", EDDM): with the mean p and the deviation s of the distances between errors, and p', s'
 * where p + 2 s was largest, (p + 2 s) / (p' + 2 s') below {@code drift} is a change.
 *
 * <p>Values are 1 for an error and 0 for none; any other counts as an error from 0.5 on. Of few
 * errors p + 2 s is large by chance, so it counts from error number {@code least} on.
 *
 * @param least errors before it says anything, 2 to 1e6
 * @param warning above {@code drift} and below 1
 * @param drift above 0 and below 1
 */
public record Eddm(int least, double warning, double drift) implements DriftDetector {
  private static final int DISTANCE = 0; // values since the last error
  private static final int ERRORS = 1;
  private static final int MEAN = 2; // of distances
  private static final int SQUARES = 3; // of deviations from it
  private static final int LARGEST = 4;

  public Eddm {
    DriftDetector.requireCount("eddm.least", least, 2, 1_000_000);
    DriftDetector.requireBetween("eddm.warning", warning, 0, 1);
    DriftDetector.requireBetween("eddm.drift", drift, 0, warning);
  }

  /** As in the paper: after 30 errors, 0.95, 0.9. */
  public Eddm() {
    this(30, 0.95, 0.9);
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
    double distance = ++state[offset + DISTANCE];
    if (value < 0.5) {
      return Signal.NONE;
    }
    state[offset + DISTANCE] = 0;
    double errors = ++state[offset + ERRORS];
    double from = distance - state[offset + MEAN];
    state[offset + MEAN] += from / errors;
    state[offset + SQUARES] += from * (distance - state[offset + MEAN]);
    double reach = state[offset + MEAN] + 2 * Math.sqrt(state[offset + SQUARES] / errors);
    if (errors < least) {
      return Signal.NONE;
    }
    if (reach > state[offset + LARGEST]) {
      state[offset + LARGEST] = reach;
      return Signal.NONE;
    }
    if (reach < drift * state[offset + LARGEST]) {
      reset(state, offset);
      return Signal.RISE;
    }
    return reach < warning * state[offset + LARGEST] ? Signal.WARNING : Signal.NONE;
  }
}
