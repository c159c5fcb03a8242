package io.tidemill.augment;

/**
 * Another gain of every sensor: all values of a column are multiplied by one normal number of mean
 * 1.
 *
 * @param deviation of the factor, at least 0
 */
public record Scale(double deviation) implements SeriesAugmentation {

  public Scale {
    SeriesAugmentation.requireDeviation("scale.deviation", deviation);
  }

  @Override
  public void apply(float[] values, int from, int[] columns, int step, long noise) {
    for (int column : columns) {
      values[from + column] *= (float) (1 + deviation * Draws.normal(noise, column));
    }
  }
}
