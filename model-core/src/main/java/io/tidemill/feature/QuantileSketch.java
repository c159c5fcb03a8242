package io.tidemill.feature;

import java.util.Arrays;

/**
 * Edges that divide what was seen of a column into {@code bins} parts of equally many values, by
 * the extended P² algorithm (Jain and Chlamtac, CACM 28(10), 1985; Raatikainen 1987): 2 bins + 1
 * markers whose heights follow the quantiles they stand for, without keeping a value.
 *
 * <p>Not one of a library: their sketches are objects that change when they are saved, or draw
 * random numbers, and a learner must go on from its state to the bit.
 *
 * @param bins in [2, 64]
 */
public record QuantileSketch(int bins) implements ColumnSketch {

  private static final int COUNT = 0;
  private static final int HEIGHTS = 1;

  public QuantileSketch {
    if (bins < 2 || bins > 64) {
      throw new IllegalArgumentException("bins is " + bins + ": want 2 to 64");
    }
  }

  private int markers() {
    return 2 * bins + 1;
  }

  @Override
  public int stateSize() {
    return 1 + 2 * markers();
  }

  @Override
  public void update(double[] state, int offset, double value) {
    int markers = markers();
    int heights = offset + HEIGHTS;
    int ranks = heights + markers;
    int count = (int) Math.min(state[offset + COUNT], Integer.MAX_VALUE - 1);
    state[offset + COUNT]++;
    if (count < markers) {
      insert(state, heights, count, value);
      state[ranks + count] = count;
      return;
    }
    int cell = cell(state, heights, value);
    for (int i = cell + 1; i < markers; i++) {
      state[ranks + i]++;
    }
    double last = state[offset + COUNT] - 1;
    for (int i = 1; i < markers - 1; i++) {
      double behind = last * i / (markers - 1) - state[ranks + i];
      if (behind >= 1 && state[ranks + i + 1] - state[ranks + i] > 1) {
        move(state, heights + i, ranks + i, 1);
      } else if (behind <= -1 && state[ranks + i - 1] - state[ranks + i] < -1) {
        move(state, heights + i, ranks + i, -1);
      }
    }
  }

  private static void insert(double[] state, int heights, int count, double value) {
    int at = heights + count;
    while (at > heights && state[at - 1] > value) {
      state[at] = state[at - 1];
      at--;
    }
    state[at] = value;
  }

  /** The last marker but one that is not above the value; moves the outer ones out to it. */
  private int cell(double[] state, int heights, double value) {
    int last = markers() - 1;
    state[heights] = Math.min(state[heights], value);
    state[heights + last] = Math.max(state[heights + last], value);
    int cell = 0;
    while (cell < last - 1 && state[heights + cell + 1] <= value) {
      cell++;
    }
    return cell;
  }

  /** Moves a marker by one rank: along a parabola, or a line where that would leave the order. */
  private static void move(double[] state, int height, int rank, int by) {
    double below = state[rank] - state[rank - 1];
    double above = state[rank + 1] - state[rank];
    double fall = (state[height] - state[height - 1]) / below;
    double rise = (state[height + 1] - state[height]) / above;
    double moved =
        state[height] + by * ((below + by) * rise + (above - by) * fall) / (below + above);
    boolean ordered = state[height - 1] < moved && moved < state[height + 1];
    state[height] = ordered ? moved : state[height] + by * (by > 0 ? rise : fall);
    state[rank] += by;
  }

  /** {@code bins + 1} edges that never fall, the least and the largest value outermost. */
  @Override
  public double[] table(double[] state, int offset) {
    if (state[offset + COUNT] < markers()) {
      return new double[0];
    }
    double[] edges = new double[bins + 1];
    for (int i = 0; i <= bins; i++) {
      edges[i] = state[offset + HEIGHTS + 2 * i];
    }
    return edges;
  }

  @Override
  public void restore(double[] state, int offset, double[] table, double count) {
    Arrays.fill(state, offset, offset + stateSize(), 0);
    if (table.length == 0) {
      return;
    }
    int markers = markers();
    double values = Math.max(count, markers);
    state[offset + COUNT] = values;
    for (int i = 0; i < markers; i++) {
      double height = (table[i / 2] + table[(i + 1) / 2]) / 2;
      state[offset + HEIGHTS + i] = height;
      state[offset + HEIGHTS + markers + i] = Math.rint((values - 1) * i / (markers - 1));
    }
  }
}
