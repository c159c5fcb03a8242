package io.tidemill.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.layer.LayerRun.Unrolled;
import io.tidemill.math.Matrix;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every layer must hold; a new one is found by its name in {@code permits}. */
class LayerContractTest {
  private static final int STEPS = 4;
  private static final int ROWS = 3;
  private static final int STATE_COLUMN = 2;

  static java.util.stream.Stream<Layer> layers() {
    return Layers.all();
  }

  /**
   * Central differences with steps of 2^-6 and 2^-7, extrapolated, so that what remains is of the
   * fourth order; with sums of a few hundred floats that leaves about 1e-4 of the largest gradient.
   */
  @ParameterizedTest
  @MethodSource("layers")
  void gradientMatchesFiniteDifferences(Layer layer) {
    GradientCheck check = new GradientCheck(layer, true);
    double worst = check.worstRelativeError();
    System.out.printf("%s: worst relative error of the gradient %.1e%n", layer, worst);
    assertThat(worst).isLessThan(1e-3);
    if (layer.outputSize() > 1) {
      assertThat(check.largestGradient()).as("the gradient is not trivial").isGreaterThan(0.01);
    }
  }

  /** By the inputs and the memory: a layer in service has no gradient of what followed the data. */
  @ParameterizedTest
  @MethodSource("layers")
  void gradientOfWhatIsServedMatchesFiniteDifferences(Layer layer) {
    assertThat(new GradientCheck(layer, false).worstRelativeError()).isLessThan(1e-3);
  }

  /** The objective is a random weighting of all outputs and of the last state. */
  private static final class GradientCheck {
    private final boolean training;
    private final LayerRun run;
    private final Matrix[] x = new Matrix[STEPS];
    private final Matrix[] dy = new Matrix[STEPS];
    private final Matrix[] dx = new Matrix[STEPS];
    private final Matrix state;
    private final Matrix dState;
    private final Matrix lastStateWeight;
    private final float[] dw;

    GradientCheck(Layer layer, boolean training) {
      this.training = training;
      Random random = new Random(7);
      run = new LayerRun(layer, 1);
      for (int t = 0; t < STEPS; t++) {
        x[t] = smooth(layer, LayerRun.random(random, ROWS, layer.inputSize(), 1));
        dy[t] = LayerRun.random(random, ROWS, layer.outputSize(), 1);
        dx[t] = new Matrix(ROWS, layer.inputSize());
      }
      int columns = STATE_COLUMN + layer.stateSize();
      state = LayerRun.random(random, ROWS, columns, 0.5);
      lastStateWeight = LayerRun.random(random, ROWS, columns, 1);
      dState = copy(lastStateWeight);
      dw = new float[run.parameters.length];
      Unrolled unrolled = unrolled();
      for (int t = STEPS - 1; t >= 0; t--) {
        layer.backward(
            run.packed, x[t], unrolled.trace()[t], dy[t], dState, STATE_COLUMN, dw, 0, dx[t]);
      }
    }

    private Unrolled unrolled() {
      return training
          ? run.forwardTraining(x, copy(state), STATE_COLUMN)
          : run.forward(x, copy(state), STATE_COLUMN);
    }

    private double objective() {
      Unrolled unrolled = unrolled();
      double sum = 0;
      for (int t = 0; t < STEPS; t++) {
        sum += dot(unrolled.y()[t], dy[t]);
      }
      return sum + dot(unrolled.state(), lastStateWeight);
    }

    double worstRelativeError() {
      double worst = training ? worst(run.parameters, dw) : 0;
      for (int t = 0; t < STEPS; t++) {
        worst = Math.max(worst, worst(x[t].data(), dx[t].data()));
      }
      return Math.max(worst, worst(state.data(), dState.data()));
    }

    double largestGradient() {
      double largest = 0;
      for (float[] gradient : new float[][] {dw, dx[0].data()}) {
        for (float value : gradient) {
          largest = Math.max(largest, Math.abs(value));
        }
      }
      return largest;
    }

    /** Of up to 40 elements, relative to the larger of 1 and the largest of them. */
    private double worst(float[] values, float[] gradient) {
      double error = 0;
      double size = 1;
      for (int i = 0; i < values.length; i += 1 + values.length / 40) {
        double coarse = slope(values, i, 1.0 / 64);
        double fine = slope(values, i, 1.0 / 128);
        double expected = (4 * fine - coarse) / 3;
        error = Math.max(error, Math.abs(expected - gradient[i]));
        size = Math.max(size, Math.abs(expected));
      }
      return error / size;
    }

    private double slope(float[] values, int i, double step) {
      float value = values[i];
      values[i] = (float) (value + step);
      double above = objective();
      double to = values[i];
      values[i] = (float) (value - step);
      double below = objective();
      double from = values[i];
      values[i] = value;
      return (above - below) / (to - from);
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void oneRowEqualsTheSameRowInAnyBundle(Layer layer) {
    LayerRun run = new LayerRun(layer, 2);
    for (int rows : new int[] {2, 17, 256}) {
      Random random = new Random(rows);
      Matrix[] x = {
        LayerRun.random(random, rows, layer.inputSize(), 1),
        LayerRun.random(random, rows, layer.inputSize(), 1)
      };
      Matrix state = LayerRun.random(random, rows, layer.stateSize() + STATE_COLUMN, 0.5);
      Matrix before = copy(state);
      Unrolled bundle = run.forward(x, state, STATE_COLUMN);
      for (int row = 0; row < rows; row += 1 + rows / 20) {
        Matrix[] alone = {row(x[0], row), row(x[1], row)};
        Unrolled one = run.forward(alone, row(before, row), STATE_COLUMN);
        assertThat(one.y()[0].data()).isEqualTo(row(bundle.y()[0], row).data());
        assertThat(one.y()[1].data()).isEqualTo(row(bundle.y()[1], row).data());
        assertThat(one.state().data()).isEqualTo(row(bundle.state(), row).data());
      }
      if (layer.outputSize() > 1 && rows > 2) {
        assertThat(IntStream.range(0, rows).mapToObj(row -> row(bundle.y()[1], row).data()))
            .as("not all rows are alike")
            .anyMatch(y -> !Arrays.equals(y, row(bundle.y()[1], 0).data()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void steppingWithASavedStateEqualsUnrolling(Layer layer) {
    LayerRun run = new LayerRun(layer, 3);
    Random random = new Random(3);
    Matrix[] x = new Matrix[5];
    for (int t = 0; t < x.length; t++) {
      x[t] = LayerRun.random(random, 2, layer.inputSize(), 1);
    }
    Unrolled whole = run.forward(x, new Matrix(2, layer.stateSize()), 0);
    float[] saved = new float[2 * layer.stateSize()];
    for (int t = 0; t < x.length; t++) {
      Matrix state = new Matrix(2, layer.stateSize());
      System.arraycopy(saved, 0, state.data(), 0, saved.length);
      Unrolled step = run.forward(new Matrix[] {x[t]}, state, 0);
      saved = state.data().clone();
      assertThat(step.y()[0].data()).isEqualTo(whole.y()[t].data());
    }
    assertThat(saved).isEqualTo(whole.state().data());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void touchesOnlyItsColumnsOfTheState(Layer layer) {
    LayerRun run = new LayerRun(layer, 4);
    Random random = new Random(4);
    int after = STATE_COLUMN + layer.stateSize();
    Matrix[] x = {LayerRun.random(random, 2, layer.inputSize(), 1)};
    Matrix state = LayerRun.random(random, 2, after + 3, 1);
    Matrix before = copy(state);
    run.forward(x, state, STATE_COLUMN);
    for (int row = 0; row < 2; row++) {
      for (int j = 0; j < state.columns(); j++) {
        int i = state.offset(row) + j;
        if (j < STATE_COLUMN || j >= after) {
          assertThat(state.data()[i]).isEqualTo(before.data()[i]);
        } else {
          assertThat(state.data()[i]).isNotEqualTo(before.data()[i]);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void whatIsBrokenShowsInTheOutput(Layer layer) {
    LayerRun run = new LayerRun(layer, 5);
    Arrays.fill(run.parameters, Float.NaN);
    Matrix[] x = {LayerRun.random(new Random(5), 2, layer.inputSize(), 1)};
    if (run.parameters.length == 0 || layer instanceof OnColumns) {
      x[0].fill(Float.NaN);
    }
    for (float y : run.forward(x, new Matrix(2, layer.stateSize()), 0).y()[0].data()) {
      assertThat(y).isNaN();
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void sizesBelowOneAreRefused(Layer layer) {
    Class<?>[] types =
        Arrays.stream(layer.getClass().getRecordComponents())
            .map(component -> component.getType())
            .toArray(Class<?>[]::new);
    if (layer instanceof Residual) {
      return; // its sizes are those of the layer in it
    }
    assertThat(types[0]).isEqualTo(int.class);
    Object[] values =
        Arrays.stream(types)
            .map(
                type ->
                    type == Layer.class
                        ? new Dense(1, 1)
                        : type.isEnum() ? type.getEnumConstants()[0] : (Object) 0)
            .toArray();
    assertThatThrownBy(() -> layer.getClass().getDeclaredConstructor(types).newInstance(values))
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .rootCause()
        .hasMessageContaining(layer.getClass().getRecordComponents()[0].getName())
        .hasMessageContaining("at least 1");
  }

  /**
   * Where a derivative jumps no difference is one: relu's at 0, an embedding's at the next id, and
   * where two are the largest.
   */
  private static Matrix smooth(Layer layer, Matrix matrix) {
    float[] values = matrix.data();
    boolean largest = layer instanceof MaxPool || layer instanceof GlobalPool;
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < values.length; i++) {
      float whole = (float) Math.floor(values[i]);
      values[i] =
          largest
              ? Arrays.binarySearch(sorted, values[i]) / 16f
              : whole + 1 / 16f + (values[i] - whole) * 7 / 8;
    }
    return matrix;
  }

  private static Matrix copy(Matrix matrix) {
    Matrix copy = new Matrix(matrix.capacity(), matrix.columns());
    System.arraycopy(matrix.data(), 0, copy.data(), 0, matrix.data().length);
    return copy;
  }

  private static Matrix row(Matrix matrix, int row) {
    Matrix one = new Matrix(1, matrix.columns());
    System.arraycopy(matrix.data(), matrix.offset(row), one.data(), 0, matrix.columns());
    return one;
  }

  private static double dot(Matrix a, Matrix b) {
    double sum = 0;
    for (int i = 0; i < a.data().length; i++) {
      sum += (double) a.data()[i] * b.data()[i];
    }
    return sum;
  }
}
