package io.tidemill.drift;

/**
 * An adaptive window: the longest one of whose values no split says that its two parts have
 * different means (Bifet and Gavaldà 2007, "Learning from time-changing data with adaptive
 * windowing", ADWIN2). With parts of n0 and n1 of n values, m = 1 / n0 + 1 / n1, the variance v of
 * the window and the range R of its values, a split is a change when the means differ by more than
 *
 * <pre>
 * sqrt(2 m v ln(2 ln(n) / delta)) + 2/3 m R ln(2 ln(n) / delta)
 * </pre>
 *
 * <p>R, 1 in the paper, is what the values since the last change span, so that the unit of a loss
 * does not matter. A value beyond that range and more than {@value #MOST} standard deviations from
 * the mean counts as one that is so many away: a few outliers must not widen R for ever. Values are
 * kept as sums of buckets of 1, 2, 4, … of them, at most five of a size, in {@value #ROWS} sizes;
 * beyond these the oldest are forgotten.
 *
 * @param delta probability of a false alarm at one look, above 0 and below 1
 * @param every values between two looks, 1 to 1024
 */
public record Adwin(double delta, int every) implements DriftDetector {
  private static final int ROWS = 32;
  private static final int BUCKETS = 5;

  /** Parts of fewer values say nothing. */
  private static final int LEAST = 5;

  /** In a window of fewer values every value counts as it is. */
  private static final int FEW = 30;

  private static final double MOST = 8;

  // The state's elements; then of each row the buckets in use, and their sums and squares.
  private static final int SEEN = 0;
  private static final int SIZE = 1;
  private static final int SUM = 2;
  private static final int SQUARES = 3; // of deviations from the mean
  private static final int LOWEST = 4;
  private static final int HIGHEST = 5;
  private static final int HEADER = 6;

  /** A row has room for one bucket more than it keeps. */
  private static final int ROW = 1 + 2 * (BUCKETS + 1);

  public Adwin {
    DriftDetector.requireBetween("adwin.delta", delta, 0, 1);
    DriftDetector.requireCount("adwin.every", every, 1, 1024);
  }

  /** Looks after every 32 values. */
  public Adwin(double delta) {
    this(delta, 32);
  }

  /** With the delta of the authors' implementation, 0.002. */
  public Adwin() {
    this(0.002);
  }

  @Override
  public int stateSize() {
    return HEADER + ROWS * ROW;
  }

  /** Values in the window. */
  public long size(double[] state, int offset) {
    return (long) state[offset + SIZE];
  }

  /** Mean of the window; NaN while it is empty. */
  public double mean(double[] state, int offset) {
    return state[offset + SUM] / state[offset + SIZE];
  }

  @Override
  public Signal update(double value, double[] state, int offset) {
    if (!Double.isFinite(value)) {
      return Signal.NONE;
    }
    add(counted(DriftDetector.bounded(value), state, offset), state, offset);
    return ++state[offset + SEEN] % every == 0 ? look(state, offset) : Signal.NONE;
  }

  /** The value, or what an outlier counts as. */
  private static double counted(double value, double[] state, int offset) {
    double size = state[offset + SIZE];
    double reach = size < FEW ? 0 : MOST * Math.sqrt(state[offset + SQUARES] / size);
    if (reach == 0) {
      return value;
    }
    double mean = state[offset + SUM] / size;
    double lowest = Math.min(state[offset + LOWEST], mean - reach);
    double highest = Math.max(state[offset + HIGHEST], mean + reach);
    return Math.max(lowest, Math.min(value, highest));
  }

  private static void add(double value, double[] state, int offset) {
    double size = state[offset + SIZE];
    boolean first = size == 0;
    state[offset + LOWEST] = first ? value : Math.min(state[offset + LOWEST], value);
    state[offset + HIGHEST] = first ? value : Math.max(state[offset + HIGHEST], value);
    if (!first) {
      state[offset + SQUARES] += between(size, state[offset + SUM], 1, value);
    }
    state[offset + SIZE]++;
    state[offset + SUM] += value;
    append(0, value, 0, state, offset);
    double full = 1; // values of a bucket
    for (int row = 0; state[row(row, offset)] > BUCKETS; row++) {
      if (row + 1 == ROWS) {
        forgetOldest(row, state, offset);
        return;
      }
      int at = row(row, offset);
      double older = state[sum(at, 0)];
      double newer = state[sum(at, 1)];
      double squares = state[squares(at, 0)] + state[squares(at, 1)];
      removeOldest(row, 2, state, offset);
      append(row + 1, older + newer, squares + between(full, older, full, newer), state, offset);
      full *= 2;
    }
  }

  /**
   * What the squares of two parts, of so many values with these sums, lack to those of the whole.
   */
  private static double between(double n0, double sum0, double n1, double sum1) {
    double difference = sum0 / n0 - sum1 / n1;
    return n0 * n1 / (n0 + n1) * difference * difference;
  }

  private static int row(int row, int offset) {
    return offset + HEADER + row * ROW;
  }

  private static int sum(int rowAt, int bucket) {
    return rowAt + 1 + 2 * bucket;
  }

  private static int squares(int rowAt, int bucket) {
    return rowAt + 2 + 2 * bucket;
  }

  private static void append(int row, double sum, double squares, double[] state, int offset) {
    int at = row(row, offset);
    int bucket = (int) state[at]++;
    state[sum(at, bucket)] = sum;
    state[squares(at, bucket)] = squares;
  }

  private static void removeOldest(int row, int count, double[] state, int offset) {
    int at = row(row, offset);
    state[at] -= count;
    System.arraycopy(state, sum(at, count), state, sum(at, 0), 2 * (BUCKETS + 1 - count));
  }

  /** Takes the oldest bucket of a row, which is the oldest of all, out of the window. */
  private static void forgetOldest(int row, double[] state, int offset) {
    removeOldest(row, 1, state, offset);
    recount(state, offset);
  }

  /**
   * Adds the buckets up anew: to subtract what is forgotten would leave the rounding errors of a
   * large value behind.
   */
  private static void recount(double[] state, int offset) {
    double size = 0;
    double sum = 0;
    double squares = 0;
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int row = ROWS - 1; row >= 0; row--) {
      int at = row(row, offset);
      double full = Math.scalb(1.0, row);
      for (int bucket = 0; bucket < state[at]; bucket++) {
        double added = state[sum(at, bucket)];
        squares += state[squares(at, bucket)];
        squares += size == 0 ? 0 : between(size, sum, full, added);
        size += full;
        sum += added;
        lowest = Math.min(lowest, added / full);
        highest = Math.max(highest, added / full);
      }
    }
    state[offset + SIZE] = size;
    state[offset + SUM] = sum;
    state[offset + SQUARES] = squares;
    state[offset + LOWEST] = lowest;
    state[offset + HIGHEST] = highest;
  }

  /** Forgets the oldest values for as long as they are unlike the newer ones. */
  private Signal look(double[] state, int offset) {
    Signal signal = Signal.NONE;
    double difference = change(state, offset);
    while (difference != 0) {
      signal = signal == Signal.NONE ? Signal.towards(difference) : signal;
      forgetOldest(oldestRow(state, offset), state, offset);
      difference = change(state, offset);
    }
    return signal;
  }

  private static int oldestRow(double[] state, int offset) {
    int row = ROWS - 1;
    while (state[row(row, offset)] == 0) {
      row--;
    }
    return row;
  }

  /** By how much the mean after the first split that is a change is larger; 0: there is none. */
  private double change(double[] state, int offset) {
    double size = state[offset + SIZE];
    double log = StrictMath.log(2 * StrictMath.log(size) / delta);
    double variance = state[offset + SQUARES] / size;
    double range = state[offset + HIGHEST] - state[offset + LOWEST];
    double n0 = 0;
    double sum0 = 0;
    for (int row = oldestRow(state, offset); row >= 0; row--) {
      int at = row(row, offset);
      for (int bucket = 0; bucket < state[at]; bucket++) {
        n0 += Math.scalb(1.0, row);
        sum0 += state[sum(at, bucket)];
        double n1 = size - n0;
        if (n1 < LEAST) {
          return 0;
        }
        if (n0 >= LEAST) {
          double m = 1 / n0 + 1 / n1;
          double difference = (state[offset + SUM] - sum0) / n1 - sum0 / n0;
          double most = Math.sqrt(2 * m * variance * log) + 2.0 / 3 * m * range * log;
          if (Math.abs(difference) > most) {
            return difference;
          }
        }
      }
    }
    return 0;
  }
}
