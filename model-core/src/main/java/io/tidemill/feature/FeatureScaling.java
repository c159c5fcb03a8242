package io.tidemill.feature;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Statistics of the whole stream by which a model scales its inputs and outputs, one entry per
 * observed column; part of the model's snapshot, so weights and scaling change together. The arrays
 * are shared and must not be written to.
 *
 * @param tables what the {@link ColumnSketch} of a column says; empty where there is none or it
 *     knows nothing yet
 */
@SuppressWarnings("ArrayRecordComponent") // blocks of numbers, shared
public record FeatureScaling(
    double[] mean, double[] deviation, double[] min, double[] max, double[][] tables)
    implements Serializable {

  private static final double[] NOTHING = {};

  public FeatureScaling {
    int width = mean.length;
    if (deviation.length != width
        || min.length != width
        || max.length != width
        || tables.length != width) {
      throw new IllegalArgumentException(
          "scaling has %d means, %d deviations, %d minima, %d maxima, %d tables: want one of each per observed column"
              .formatted(width, deviation.length, min.length, max.length, tables.length));
    }
    for (double[] table : tables) {
      for (double entry : table) {
        if (!Double.isFinite(entry)) {
          throw new IllegalArgumentException(
              "scaling has the table " + Arrays.toString(table) + ": want finite numbers");
        }
      }
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

  /** Without tables. */
  public FeatureScaling(double[] mean, double[] deviation, double[] min, double[] max) {
    this(mean, deviation, min, max, noTables(mean.length));
  }

  private static double[][] noTables(int width) {
    double[][] tables = new double[width][];
    Arrays.fill(tables, NOTHING);
    return tables;
  }

  /** Whether the sketch of any column says something. */
  public boolean hasTables() {
    return Arrays.stream(tables).anyMatch(table -> table.length > 0);
  }

  /** What the sketch of a column says. */
  public double[] table(int column) {
    return tables[column];
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
        new double[] {max[column]},
        new double[][] {tables[column]});
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
        && Arrays.equals(max, that.max)
        && Arrays.deepEquals(tables, that.tables);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(
        new int[] {
          Arrays.hashCode(mean),
          Arrays.hashCode(deviation),
          Arrays.hashCode(min),
          Arrays.hashCode(max),
          Arrays.deepHashCode(tables)
        });
  }

  @Override
  public String toString() {
    return "FeatureScaling[mean=%s, deviation=%s, min=%s, max=%s, tables=%s]"
        .formatted(
            Arrays.toString(mean),
            Arrays.toString(deviation),
            Arrays.toString(min),
            Arrays.toString(max),
            Arrays.deepToString(tables));
  }
}
