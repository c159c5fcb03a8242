package io.tidemill.feature;

import java.util.List;
import java.util.Locale;

/**
 * Where event time stands in a cycle of the wall clock of {@code zone}. Observed: the part of the
 * cycle that has passed, in [0, 1). Inputs: its sine and cosine, so that the end of a cycle lies
 * beside its beginning.
 */
public record ClockFeature(ClockPart part, String zone) implements Featurizer {

  public ClockFeature {
    ZoneClock.of(zone);
  }

  /** In UTC. */
  public ClockFeature(ClockPart part) {
    this(part, "UTC");
  }

  @Override
  public String name() {
    String cycle = part.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return zone.equals("UTC") ? cycle : cycle + "@" + zone;
  }

  @Override
  public List<String> fields() {
    return List.of();
  }

  @Override
  public List<String> columns() {
    return List.of(name());
  }

  @Override
  public int stateSize() {
    return 0;
  }

  @Override
  public int observedWidth() {
    return 1;
  }

  @Override
  public int inputWidth() {
    return 2;
  }

  @Override
  public List<String> inputs() {
    return List.of(name() + ".sin", name() + ".cos");
  }

  @Override
  public void observe(
      double[] numbers,
      int[] fieldIndex,
      long time,
      double[] expected,
      double[] state,
      int stateOffset,
      double[] observed,
      int observedOffset) {
    observed[observedOffset] = part.turn(ZoneClock.of(zone).local(time));
  }

  @Override
  public void input(
      double[] observed,
      int rowOffset,
      int column,
      FeatureScaling scaling,
      float[] x,
      int inputOffset) {
    double angle = 2 * Math.PI * observed[rowOffset + column];
    x[inputOffset] = (float) Math.sin(angle);
    x[inputOffset + 1] = (float) Math.cos(angle);
  }
}
