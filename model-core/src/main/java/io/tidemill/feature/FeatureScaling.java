package io.tidemill.feature;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Statistics of the whole stream by which a model scales its inputs and outputs, one entry per
 * observed column; part of the model's snapshot, so weights and scaling change together. The arrays
 * are shared and must not be written to.
 */
public record FeatureScaling(double[] mean, double[] deviation, double[] min, double[] max)
    implements Serializable {

  public FeatureScaling {
    int width = mean.length;
    if (deviation.length != width || min.length != width || max.length != width) {
      throw new IllegalArgumentException(
          "scaling has %d means, %d deviations, %d minima, %d maxima: want one of each per observed column"
              .formatted(width, deviation.length, min.length, max.length));
    }
    for (int i = 0; i < width; i++) {
      if (!Double.isFinite(mean[i]) || !(deviation[i] > 0) || !Double.isFinite(deviation[i])) {
        throw new IllegalArgumentException(
            "scaling of column %d has mean %s and deviation %s: want finite numbers and a deviation above 0"
                .formatted(i, mean[i], deviation[i]));
      }
      if (!Double.isFinite(min[i]) || !Double.isFinite(max[i]) || min[i] > max[i]) {
        throw new IllegalArgumentException(
            "scaling of column %d has range %s to %s: want finite numbers, the smaller first"
                .formatted(i, min[i], max[i]));
      }
    }
  }

  /** Leaves every column as it is: mean 0, deviation 1, range 0 to 1. */
  public static FeatureScaling identity(int width) {
    double[] ones = new double[width];
    Arrays.fill(ones, 1);
    return new FeatureScaling(new double[width], ones, new double[width], ones.clone());
  }

  /** Of one column alone. */
  FeatureScaling column(int column) {
    return new FeatureScaling(
        new double[] {mean[column]},
        new double[] {deviation[column]},
        new double[] {min[column]},
        new double[] {max[column]});
  }

  /** Observed columns covered. */
  public int width() {
    return mean.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureScaling that
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(deviation, that.deviation)
        && Arrays.equals(min, that.min)
        && Arrays.equals(max, that.max);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(
        new int[] {
          Arrays.hashCode(mean),
          Arrays.hashCode(deviation),
          Arrays.hashCode(min),
          Arrays.hashCode(max)
        });
  }

  @Override
  public String toString() {
    return "FeatureScaling[mean=%s, deviation=%s, min=%s, max=%s]"
        .formatted(
            Arrays.toString(mean),
            Arrays.toString(deviation),
            Arrays.toString(min),
            Arrays.toString(max));
  }
}
