package io.tidemill.optimizer;

import io.tidemill.layer.ParameterLayout;
import io.tidemill.layer.ParameterLayout.Parameter;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * One of ND4J's updaters, in its native memory: one copy of the gradient in, one of the step out.
 * ND4J is held to one thread, as everything runs in a task that has one core.
 */
final class Nd4jUpdater implements Updater {
  /** Corrections for the start have long vanished by then; ND4J counts in ints. */
  private static final int LAST_ITERATION = 1_000_000_000;

  private final ParameterLayout layout;
  private final float decay;
  private final INDArray gradient;
  private final int stateSize;
  private final FloatPointer gradientMemory;
  private final FloatPointer stateMemory;
  private final GradientUpdater<?> updater;
  private final float[] step;

  Nd4jUpdater(IUpdater algorithm, ParameterLayout layout) {
    this(algorithm, layout, 0);
  }

  /**
   * An updater that also shrinks the weights.
   *
   * @param decay share of every weight that a step takes away; biases and the like keep theirs
   */
  Nd4jUpdater(IUpdater algorithm, ParameterLayout layout, double decay) {
    int parameters = layout.size();
    this.layout = layout;
    this.decay = (float) decay;
    this.step = new float[parameters];
    this.stateSize = Math.toIntExact(algorithm.stateSize(parameters));
    this.gradient = Nd4j.zeros(DataType.FLOAT, parameters);
    INDArray state = Nd4j.zeros(DataType.FLOAT, 1, Math.max(1, stateSize));
    // Only once an array has loaded the native library.
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    this.gradientMemory = (FloatPointer) gradient.data().addressPointer();
    this.stateMemory = (FloatPointer) state.data().addressPointer();
    // ND4J would have some begin at epsilon, which the papers do not.
    this.updater = algorithm.instantiate(stateSize == 0 ? null : state, false);
  }

  @Override
  public void update(float[] weights, float[] gradient, int from, long steps, double factor) {
    gradientMemory.put(gradient, from, step.length);
    updater.applyUpdater(this.gradient, (int) Math.min(steps, LAST_ITERATION), 0);
    gradientMemory.get(step, 0, step.length);
    float scale = (float) factor;
    if (decay > 0) {
      shrink(weights, from, scale * decay);
    }
    for (int i = 0; i < step.length; i++) {
      weights[from + i] -= scale * step[i];
    }
  }

  private void shrink(float[] weights, int begin, float share) {
    int from = begin;
    for (Parameter parameter : layout.parameters()) {
      int end = from + parameter.size();
      if (parameter.isWeight()) {
        for (int i = from; i < end; i++) {
          weights[i] -= share * weights[i];
        }
      }
      from = end;
    }
  }

  @Override
  public int stateSize() {
    return stateSize;
  }

  @Override
  public float[] state() {
    float[] copy = new float[stateSize];
    stateMemory.get(copy, 0, stateSize);
    return copy;
  }

  @Override
  public void restore(float[] state) {
    Updater.requireSize(state, stateSize);
    stateMemory.put(state, 0, stateSize);
  }
}
