package io.tidemill.feature;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the learner accumulates of all observed rows to scale them: mean, deviation and range of
 * every column, bounded against outliers, mean and deviation forgetting over {@value #WINDOW}
 * values, and the sketches that features ask for. Values far from all before are a new level once
 * there are a twentieth as many of them, {@value #PATIENCE} at most: a source that sends nonsense
 * for a while leaves no trace. Not thread-safe.
 */
public final class StreamMoments {

  private static final double WINDOW = 100_000;
  private static final double PATIENCE = 1000;
  private static final double SPAN = 4 * PATIENCE;
  private static final int SIZE = RunningMoments.SIZE + 2;
  private static final int MIN = RunningMoments.SIZE;
  private static final int MAX = MIN + 1;

  private final int width;
  private final @Nullable ColumnSketch[] sketches; // [width], null: none
  private final int[] sketchAt; // [width] where in state a sketch's own begins
  private final double[] state; // [width, SIZE], then the states of the sketches

  /** Of the rows of a schema. */
  public StreamMoments(FeatureSchema schema) {
    this(schema.sketches());
  }

  /** Of rows of {@code width} observed columns without sketches. */
  public StreamMoments(int width) {
    this(new ColumnSketch[width]);
  }

  private StreamMoments(@Nullable ColumnSketch[] sketches) {
    this.width = sketches.length;
    this.sketches = sketches;
    this.sketchAt = new int[width];
    if (width < 1) {
      throw new IllegalArgumentException("width is " + width + ": want at least 1 observed column");
    }
    int size = width * SIZE;
    for (int column = 0; column < width; column++) {
      ColumnSketch sketch = sketches[column];
      sketchAt[column] = size;
      size += sketch == null ? 0 : sketch.stateSize();
    }
    this.state = new double[size];
  }

  /**
   * Whether the value of a column is far from all believed before. A column that has been constant
   * so far tells nothing of what is far.
   */
  public boolean isFar(int column, double value) {
    int at = column * SIZE;
    return state[at + MIN] < state[at + MAX] && RunningMoments.isFar(state, at, value);
  }

  /** Adds the row that begins at {@code offset}; missing and infinite values are passed over. */
  public void update(double[] observed, int offset) {
    for (int column = 0; column < width; column++) {
      double value = observed[offset + column];
      if (Math.abs(value) <= NumberFeature.LARGEST) {
        int at = column * SIZE;
        if (state[at + MIN] == state[at + MAX] && value != state[at + MIN]) {
          RunningMoments.hurry(state, at); // constant so far, which tells nothing of what is far
        }
        double before = RunningMoments.count(state, at);
        double patience = Math.max(1, Math.min(before / 20, PATIENCE));
        double counted = RunningMoments.update(state, at, value, WINDOW, SPAN, patience);
        if (Double.isNaN(counted)) {
          continue;
        }
        boolean first = before == 0;
        state[at + MIN] = first ? counted : Math.min(state[at + MIN], counted);
        state[at + MAX] = first ? counted : Math.max(state[at + MAX], counted);
        ColumnSketch sketch = sketches[column];
        if (sketch != null) {
          sketch.update(state, sketchAt[column], value);
        }
      }
    }
  }

  /** The scaling as of now; a column hardly seen yet (fewer than 8 values) is left as it is. */
  public FeatureScaling toScaling() {
    FeatureScaling scaling = FeatureScaling.identity(width);
    for (int column = 0; column < width; column++) {
      int at = column * SIZE;
      if (RunningMoments.isWarm(state, at)) {
        scaling.mean()[column] = RunningMoments.mean(state, at);
        scaling.deviation()[column] = RunningMoments.deviation(state, at);
        scaling.min()[column] = state[at + MIN];
        scaling.max()[column] = state[at + MAX];
      }
      ColumnSketch sketch = sketches[column];
      if (sketch != null) {
        scaling.tables()[column] = sketch.table(state, sketchAt[column]);
      }
    }
    return scaling;
  }

  /** A copy of everything accumulated, for {@link #restore}. */
  public double[] state() {
    return state.clone();
  }

  /** Continues exactly where {@code saved} was taken. */
  public void restore(double[] saved) {
    if (saved.length != state.length) {
      throw new IllegalArgumentException(
          "saved moments have %d numbers, %d columns need %d: they belong to another feature schema"
              .formatted(saved.length, width, state.length));
    }
    System.arraycopy(saved, 0, state, 0, saved.length);
  }

  /**
   * Goes on from a scaling as if it had been made of {@code count} values of each column; a column
   * that it leaves as it is begins anew.
   *
   * @param count at least 8: the fewer, the sooner what comes now counts for more
   */
  public void restore(FeatureScaling scaling, double count) {
    if (scaling.width() != width || !(count >= RunningMoments.WARM_UP)) {
      throw new IllegalArgumentException(
          "a scaling of %d columns that counts for %s values: want %d columns and at least %d values"
              .formatted(scaling.width(), count, width, RunningMoments.WARM_UP));
    }
    FeatureScaling identity = FeatureScaling.identity(1);
    Arrays.fill(state, 0);
    for (int column = 0; column < width; column++) {
      ColumnSketch sketch = sketches[column];
      if (sketch != null) {
        sketch.restore(state, sketchAt[column], scaling.table(column), count);
      }
      if (!scaling.column(column).equals(identity)) {
        int at = column * SIZE;
        RunningMoments.restore(
            state,
            at,
            Math.min(count, WINDOW),
            scaling.mean()[column],
            scaling.deviation()[column]);
        state[at + MIN] = scaling.min()[column];
        state[at + MAX] = scaling.max()[column];
      }
    }
  }

  @Override
  public String toString() {
    return "StreamMoments[width=" + width + ", state=" + Arrays.toString(state) + "]";
  }
}
