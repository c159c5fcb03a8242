package io.tidemill.optimizer;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * An optimiser's state and arithmetic, in ND4J's native memory: one copy of the gradient in, one of
 * the step out. ND4J is held to one thread, as everything runs in a task that has one core.
 * Confined to one thread.
 */
public final class Updater {
  /** Corrections for the start have long vanished by then; ND4J counts in ints. */
  private static final int LAST_ITERATION = 1_000_000_000;

  private final INDArray gradient;
  private final INDArray state;
  private final FloatPointer gradientMemory;
  private final FloatPointer stateMemory;
  private final GradientUpdater<?> updater;
  private final float[] step;

  Updater(IUpdater algorithm, int parameters) {
    this.step = new float[parameters];
    this.gradient = Nd4j.zeros(DataType.FLOAT, parameters);
    this.state = Nd4j.zeros(DataType.FLOAT, 1, algorithm.stateSize(parameters));
    // Only once an array has loaded the native library.
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    this.gradientMemory = (FloatPointer) gradient.data().addressPointer();
    this.stateMemory = (FloatPointer) state.data().addressPointer();
    this.updater = algorithm.instantiate(state, true);
  }

  /**
   * Moves the weights one step against the gradient.
   *
   * @param steps steps taken before
   */
  public void update(float[] weights, float[] gradient, long steps) {
    gradientMemory.put(gradient, 0, step.length);
    updater.applyUpdater(this.gradient, (int) Math.min(steps, LAST_ITERATION), 0);
    gradientMemory.get(step, 0, step.length);
    for (int i = 0; i < step.length; i++) {
      weights[i] -= step[i];
    }
  }

  /** Floats of {@link #state}. */
  public int stateSize() {
    return Math.toIntExact(state.length());
  }

  /** A copy of the state, from which {@link #restore} goes on to the bit. */
  public float[] state() {
    float[] copy = new float[stateSize()];
    stateMemory.get(copy);
    return copy;
  }

  public void restore(float[] state) {
    if (state.length != stateSize()) {
      throw new IllegalArgumentException(
          "optimiser state of "
              + state.length
              + " floats, want "
              + stateSize()
              + ": it belongs to another optimiser or network");
    }
    stateMemory.put(state);
  }
}
