package io.tidemill.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Absolute errors and moments of every series over the run, kept in at most 32 slices of equally
 * many readings, so that the second half of the run can be told whenever the run ends. A series is
 * one target of one key. Two slices become one when all are full. Not thread-safe.
 */
final class ErrorSlices {

  private static final int SLICES = 32;

  // Of a series in a slice: its moments, then per horizon the pairs and their absolute errors.
  private static final int KNOWN = 0;
  private static final int MEAN = 1;
  private static final int SQUARES = 2;
  private static final int MOMENTS = 3;
  private static final int PAIRS = 0;
  private static final int ERROR = 1;
  private static final int NAIVE = 2;
  private static final int PER_HORIZON = 3;

  private final int targets;
  private final int horizons;
  private final int width;
  private final Map<String, double[]> keys = new HashMap<>();
  private long readingsPerSlice;
  private long readings;

  ErrorSlices(int targets, int horizons) {
    this(targets, horizons, 1024);
  }

  ErrorSlices(int targets, int horizons, long readingsPerSlice) {
    this.targets = targets;
    this.horizons = horizons;
    this.width = MOMENTS + horizons * PER_HORIZON;
    this.readingsPerSlice = readingsPerSlice;
  }

  /** Counts one reading, of whatever key: the next values and errors belong to it. */
  void nextReading() {
    if (readings == SLICES * readingsPerSlice) {
      keys.values().forEach(this::halve);
      readingsPerSlice *= 2;
    }
    readings++;
  }

  /** A known value of a series. */
  void value(String key, int target, double value) {
    double[] slices = slices(key);
    int at = at(current(), target);
    double known = ++slices[at + KNOWN];
    double difference = value - slices[at + MEAN];
    slices[at + MEAN] += difference / known;
    slices[at + SQUARES] += difference * (value - slices[at + MEAN]);
  }

  /** The absolute errors of a forecast and of the last value, in the unit of the target. */
  void errors(String key, int target, int horizon, double error, double naive) {
    double[] slices = slices(key);
    int at = at(current(), target) + MOMENTS + horizon * PER_HORIZON;
    slices[at + PAIRS]++;
    slices[at + ERROR] += error;
    slices[at + NAIVE] += naive;
  }

  /** Over the second half of the readings so far, exact to a sixteenth of the run. */
  ForecastError secondHalf() {
    long start = (readings / 2 + readingsPerSlice - 1) / readingsPerSlice;
    return over((int) Math.min(start, current()), current() + 1);
  }

  /** Slice by slice, in the deviations of the whole run. */
  List<ForecastError> course() {
    List<ForecastError> course = new ArrayList<>();
    for (int slice = 0; slice <= current(); slice++) {
      course.add(over(slice, slice + 1, 0, current() + 1));
    }
    return course;
  }

  private ForecastError over(int from, int until) {
    return over(from, until, from, until);
  }

  private ForecastError over(int from, int until, int momentsFrom, int momentsUntil) {
    double[] pairs = new double[horizons];
    double[] errors = new double[horizons];
    double[] naives = new double[horizons];
    for (double[] slices : keys.values()) {
      for (int target = 0; target < targets; target++) {
        double deviation = deviation(slices, target, momentsFrom, momentsUntil);
        if (!(deviation > 0)) {
          continue; // a constant series has no unit
        }
        for (int slice = from; slice < until; slice++) {
          for (int h = 0; h < horizons; h++) {
            int at = at(slice, target) + MOMENTS + h * PER_HORIZON;
            pairs[h] += slices[at + PAIRS];
            errors[h] += slices[at + ERROR] / deviation;
            naives[h] += slices[at + NAIVE] / deviation;
          }
        }
      }
    }
    return ForecastError.of(pairs, errors, naives);
  }

  private double deviation(double[] slices, int target, int from, int until) {
    double[] moments = new double[MOMENTS];
    for (int slice = from; slice < until; slice++) {
      merge(moments, 0, slices, at(slice, target));
    }
    return moments[KNOWN] > 1 ? Math.sqrt(moments[SQUARES] / moments[KNOWN]) : Double.NaN;
  }

  /** Moments of two parts from theirs (Chan, Golub and LeVeque 1979). */
  private static void merge(double[] into, int at, double[] from, int fromAt) {
    double known = into[at + KNOWN] + from[fromAt + KNOWN];
    if (from[fromAt + KNOWN] == 0) {
      return;
    }
    double difference = from[fromAt + MEAN] - into[at + MEAN];
    double share = from[fromAt + KNOWN] / known;
    into[at + SQUARES] +=
        from[fromAt + SQUARES] + difference * difference * into[at + KNOWN] * share;
    into[at + MEAN] += difference * share;
    into[at + KNOWN] = known;
  }

  private void halve(double[] slices) {
    double[] merged = new double[slices.length];
    for (int slice = 0; slice < SLICES; slice++) {
      for (int target = 0; target < targets; target++) {
        int from = at(slice, target);
        int to = at(slice / 2, target);
        merge(merged, to, slices, from);
        for (int i = MOMENTS; i < width; i++) {
          merged[to + i] += slices[from + i];
        }
      }
    }
    System.arraycopy(merged, 0, slices, 0, merged.length);
  }

  private double[] slices(String key) {
    return keys.computeIfAbsent(key, k -> new double[SLICES * targets * width]);
  }

  private int current() {
    return (int) (Math.max(0, readings - 1) / readingsPerSlice);
  }

  private int at(int slice, int target) {
    return (slice * targets + target) * width;
  }
}
