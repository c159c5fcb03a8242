package io.tidemill.layer;

import io.tidemill.math.Matrix;
import io.tidemill.math.Pooling;
import io.tidemill.math.Windows;

/**
 * The mean or the largest of each channel over all positions of an image or steps of a series.
 *
 * <p>A row of {@code positions * channels} floats, channels last, becomes one of {@code channels}.
 * The gradient of the largest goes to the first of them.
 *
 * @param kind the mean unless said
 */
public record GlobalPool(int positions, int channels, Kind kind) implements Layer {
  private static final Shared<GlobalPool, Pooling> POOLINGS =
      new Shared<>(layer -> Pooling.of(layer.windows()));

  /** What is taken of a channel. */
  public enum Kind {
    AVERAGE,
    MAX
  }

  public GlobalPool(int positions, int channels) {
    this(positions, channels, Kind.AVERAGE);
  }

  public GlobalPool {
    Layer.requirePositive("global-pool", "positions", positions);
    Layer.requirePositive("global-pool", "channels", channels);
    new Windows(1, positions, channels, 1, positions, 1, 1, 1, false);
  }

  private Windows windows() {
    return new Windows(1, positions, channels, 1, positions, 1, 1, 1, false);
  }

  @Override
  public int inputSize() {
    return positions * channels;
  }

  @Override
  public int outputSize() {
    return channels;
  }

  @Override
  public void forward(
      float[] packed, Matrix x, Matrix state, int stateColumn, Matrix y, Matrix trace) {
    switch (kind) {
      case AVERAGE -> POOLINGS.of(this).mean(x, y);
      case MAX -> POOLINGS.of(this).max(x, y);
    }
  }

  @Override
  public void backward(
      float[] packed,
      Matrix x,
      Matrix trace,
      Matrix dy,
      Matrix dState,
      int stateColumn,
      float[] dw,
      int dwFrom,
      Matrix dx) {
    switch (kind) {
      case AVERAGE -> POOLINGS.of(this).meanBackward(dy, dx);
      case MAX -> POOLINGS.of(this).maxBackward(x, dy, dx);
    }
  }
}
