package io.tidemill.augment;

import io.tidemill.math.Noise;

/**
 * Noise of sensors: a normal number is added to every value.
 *
 * @param deviation of what is added, in units of the scaled values, at least 0
 */
public record Jitter(double deviation) implements SeriesAugmentation {

  public Jitter {
    SeriesAugmentation.requireDeviation("jitter.deviation", deviation);
  }

  @Override
  public void apply(float[] values, int from, int[] columns, int step, long noise) {
    long ofStep = Noise.bits(noise, step);
    for (int column : columns) {
      values[from + column] += (float) (deviation * Draws.normal(ofStep, column));
    }
  }
}
