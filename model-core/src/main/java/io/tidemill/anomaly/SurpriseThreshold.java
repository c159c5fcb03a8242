package io.tidemill.anomaly;

/**
 * Keeps to a budget of false alarms for scores that are surprises already, in nats: {@code
 * -ln(tail)}, where {@code tail} = alarms * mean interval between events / period is the
 * probability that the budget grants one event.
 *
 * @param alarms false alarms granted per key and period
 * @param periodMs event time, milliseconds
 */
public record SurpriseThreshold(double alarms, long periodMs) implements Threshold {

  public SurpriseThreshold {
    EventPace.check(alarms, periodMs);
  }

  @Override
  public int stateSize() {
    return EventPace.SIZE;
  }

  @Override
  public double threshold(double[] state, int offset) {
    double tail = EventPace.tail(alarms, periodMs, state, offset);
    return Double.isNaN(tail) ? Double.POSITIVE_INFINITY : -Math.log(tail);
  }

  @Override
  public void update(double score, long time, double[] state, int offset) {
    EventPace.update(time, state, offset);
  }
}
