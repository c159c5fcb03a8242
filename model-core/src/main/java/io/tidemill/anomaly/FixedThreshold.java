package io.tidemill.anomaly;

/** The same threshold for every key at all times. */
public record FixedThreshold(double value) implements Threshold {

  public FixedThreshold {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("fixed threshold is " + value + ": want a finite score");
    }
  }

  @Override
  public int stateSize() {
    return 0;
  }

  @Override
  public double threshold(double[] state, int offset) {
    return value;
  }

  @Override
  public void update(double score, long time, double[] state, int offset) {}
}
