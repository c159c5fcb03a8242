package io.tidemill.drift;

import io.tidemill.math.Noise;

/**
 * Compares the distribution of the newest values with that of as many drawn from those before them
 * (Raab, Heusinger and Schleif 2020, "Reactive soft prototype computing for concept drift streams",
 * KSWIN): of two samples of r values each, the largest difference of the shares below a value
 * (Kolmogorov and Smirnov) is a change above {@code sqrt(-ln(alpha) / r)}.
 *
 * <p>Only the order of values matters, not their unit. After a change the newest values stay.
 *
 * @param alpha probability of a false alarm at one value, above 0 and below 1
 * @param window values that are kept, {@code newest} * 2 to 4096
 * @param newest values that are compared with those before them, 5 to 2048
 * @param seed of the draws
 */
public record Kswin(double alpha, int window, int newest, long seed) implements DriftDetector {
  private static final int[] GAPS = {701, 301, 132, 57, 23, 10, 4, 1};

  private static final int SEEN = 0;
  private static final int SIZE = 1;
  private static final int VALUES = 2; // [window] a ring; value i is at i % window

  public Kswin {
    DriftDetector.requireBetween("kswin.alpha", alpha, 0, 1);
    DriftDetector.requireCount("kswin.newest", newest, 5, 2048);
    DriftDetector.requireCount("kswin.window", window, 2 * newest, 4096);
  }

  /** 60 of 300 values. */
  public Kswin(double alpha) {
    this(alpha, 300, 60, 1);
  }

  /**
   * With an alpha of 1e-5. With the usual 0.005, and 30 of 100 values, 28 of 10,000 looks at a
   * stream that does not change are false alarms.
   */
  public Kswin() {
    this(1e-5);
  }

  /** The ring, and room for both samples. */
  @Override
  public int stateSize() {
    return VALUES + window + 2 * newest;
  }

  @Override
  public Signal update(double value, double[] state, int offset) {
    if (!Double.isFinite(value)) {
      return Signal.NONE;
    }
    long index = (long) state[offset + SEEN]++;
    state[offset + VALUES + (int) (index % window)] = DriftDetector.bounded(value);
    state[offset + SIZE] = Math.min(state[offset + SIZE] + 1, window);
    if (state[offset + SIZE] < window) {
      return Signal.NONE;
    }
    int drawn = offset + VALUES + window;
    draw(index, state, offset, drawn);
    double difference = difference(state, drawn, drawn + newest);
    if (Math.abs(difference) <= Math.sqrt(-StrictMath.log(alpha) / newest)) {
      return Signal.NONE;
    }
    state[offset + SIZE] = newest;
    return Signal.towards(difference);
  }

  /**
   * Writes a sample of the older values and then the newest ones. Each of the older ones is as
   * likely as any other, none is drawn twice (Knuth, The Art of Computer Programming 2, algorithm
   * 3.4.2 S).
   *
   * @param last index of the newest value
   */
  private void draw(long last, double[] state, int offset, int to) {
    long key = Noise.bits(seed, last);
    int older = window - newest;
    int wanted = newest;
    int next = to;
    for (int i = 0; i < older; i++) {
      long left = older - i;
      if ((Noise.bits(key, i) >>> 32) * left >>> 32 < wanted) {
        state[next++] = value(last - window + 1 + i, state, offset);
        wanted--;
      }
    }
    for (int i = 0; i < newest; i++) {
      state[next++] = value(last - newest + 1 + i, state, offset);
    }
  }

  private double value(long index, double[] state, int offset) {
    return state[offset + VALUES + (int) (index % window)];
  }

  /**
   * The largest difference of the shares of both samples that are at most a value, positive where
   * the second sample's values are larger.
   */
  private double difference(double[] state, int first, int second) {
    sort(state, first, first + newest);
    sort(state, second, second + newest);
    double most = 0;
    int i = 0;
    int j = 0;
    while (i < newest && j < newest) {
      double value = Math.min(state[first + i], state[second + j]);
      while (i < newest && state[first + i] <= value) {
        i++;
      }
      while (j < newest && state[second + j] <= value) {
        j++;
      }
      most = Math.abs(i - j) > Math.abs(most) ? i - j : most;
    }
    return most / newest;
  }

  /** Shell's sort, with Ciura's gaps: what the JDK has may allocate. */
  private static void sort(double[] values, int from, int to) {
    for (int gap : GAPS) {
      for (int i = from + gap; i < to; i++) {
        double value = values[i];
        int j = i;
        for (; j >= from + gap && values[j - gap] > value; j -= gap) {
          values[j] = values[j - gap];
        }
        values[j] = value;
      }
    }
  }
}
