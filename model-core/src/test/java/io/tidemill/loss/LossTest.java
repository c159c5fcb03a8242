package io.tidemill.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.math.Matrix;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every loss must hold; a new one is found by its name in {@code permits}. */
class LossTest {
  private static final int ROWS = 5;
  private static final int COLUMNS = 4;

  static Stream<Loss> losses() {
    return permitted(Loss.class).map(LossTest::sample);
  }

  static Stream<Loss> errorLosses() {
    return losses().filter(ErrorLoss.class::isInstance);
  }

  private static Stream<Class<?>> permitted(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(LossTest::permitted);
  }

  private static Loss sample(Class<?> type) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents()).map(c -> c.getType()).toArray(Class<?>[]::new);
    Object[] values =
        Arrays.stream(types)
            .map(t -> t == List.class ? List.of(0.2, 0.75) : (Object) 0.75)
            .toArray();
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return (Loss) constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("no sample of " + type + ": add its components' types here", e);
    }
  }

  /** A batch of one step: whole numbers as targets, which are counts and classes as well. */
  private static final class Step {
    final Loss loss;
    final Matrix y = random(new Random(1), COLUMNS);
    final Matrix target;
    final Matrix weight;
    final Matrix dy = new Matrix(ROWS, COLUMNS);

    Step(Loss loss) {
      this.loss = loss;
      target = random(new Random(2), loss.targetSize(COLUMNS));
      weight = random(new Random(3), loss.terms(COLUMNS));
      for (int i = 0; i < target.data().length; i++) {
        target.data()[i] = (float) Math.floor(target.data()[i]);
      }
    }

    double gradient(double scale) {
      return loss.gradient(y, target, weight, scale, dy);
    }

    /** The worst difference from central ones, relative to the larger of 1 and the gradient. */
    double worstError() {
      gradient(0.5);
      float[] gradient = dy.data().clone();
      double worst = 0;
      for (int i = 0; i < gradient.length; i++) {
        float value = y.data()[i];
        y.data()[i] = value + 0x1p-10f;
        double above = gradient(0);
        y.data()[i] = value - 0x1p-10f;
        double below = gradient(0);
        y.data()[i] = value;
        double expected = 0.5 * (above - below) * 0x1p9;
        worst = Math.max(worst, Math.abs(expected - gradient[i]) / Math.max(1, Math.abs(expected)));
      }
      return worst;
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void gradientMatchesFiniteDifferences(Loss loss) {
    Step step = new Step(loss);
    step.weight.data()[0] = 0;
    double worst = step.worstError();
    System.out.printf("%s: worst relative error of the gradient %.1e%n", loss, worst);
    assertThat(worst).isLessThan(2e-4);
    step.gradient(0.5);
    assertThat(step.dy.data()[0]).isZero();
    assertThat(step.dy.data()[COLUMNS]).isNotZero();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void staysFiniteAtLargeOutputs(Loss loss) {
    for (float size : new float[] {100, 1e4f}) {
      Step step = new Step(loss);
      for (int i = 0; i < step.y.data().length; i++) {
        step.y.data()[i] = i % 3 == 0 ? -size : size;
      }
      assertThat(step.gradient(0.5)).isFinite().isNotZero();
      for (float d : step.dy.data()) {
        assertThat(d).isFinite();
      }
    }
  }

  @Test
  void whatGoesOnAsItsTangentHasItsGradient() {
    Step gaussian = new Step(new GaussianNll());
    gaussian.y.fill(-16);
    assertThat(gaussian.worstError()).isLessThan(2e-4);
    Step poisson = new Step(new Poisson());
    poisson.y.fill(33);
    assertThat(poisson.worstError()).isLessThan(2e-4);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void whatIsMaskedIsNotLookedAt(Loss loss) {
    Step step = new Step(loss);
    step.target.fill(Float.NaN);
    step.weight.fill(0);
    step.dy.fill(1);
    assertThat(step.gradient(1)).isZero();
    assertThat(step.dy.data()).containsOnly(0f);
  }

  @ParameterizedTest
  @MethodSource("errorLosses")
  void isZeroAtTheTargetAndEvenAroundIt(Loss loss) {
    assertThat(at(loss, 0)).isZero();
    assertThat(at(loss, 1.5f)).isEqualTo(at(loss, -1.5f)).isPositive();
  }

  @Test
  void theirScalesAreAsDocumented() {
    assertThat(at(new SquaredError(), 3)).isEqualTo(9);
    assertThat(at(new AbsoluteError(), 3)).isEqualTo(3);
    assertThat(at(new Huber(2), 1)).isEqualTo(0.5);
    assertThat(at(new Huber(2), 3)).isEqualTo(2 * (3 - 1.0));
    assertThatThrownBy(() -> new Huber(0)).hasMessageContaining("huber.delta is 0.0");
  }

  @Test
  void saysWhichOutputsDoNotFit() {
    assertThatThrownBy(() -> new GaussianNll().targetSize(3)).hasMessageContaining("of 3 outputs");
    assertThatThrownBy(() -> new Quantile(List.of(0.1, 0.9)).targetSize(3))
        .hasMessageContaining("needs 2 for each target");
    assertThatThrownBy(() -> new SparseCrossEntropy().targetSize(1))
        .hasMessageContaining("of 1 output(s)");
    for (List<Double> quantiles : List.of(List.of(0.5, 0.5), List.of(0.0), List.<Double>of())) {
      assertThatThrownBy(() -> new Quantile(quantiles)).hasMessageContaining("must ascend");
    }
  }

  @Test
  void saysWhichSmoothingLeavesNothing() {
    assertThatThrownBy(() -> new SparseCrossEntropy(1))
        .hasMessageContaining("sparse-cross-entropy.smoothing is 1.0: it must be in [0, 1)");
    assertThatThrownBy(() -> new BinaryCrossEntropy(-0.1)).hasMessageContaining("is -0.1");
    assertThatThrownBy(() -> new CategoricalCrossEntropy(Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void saysWhichClassThereIsNot() {
    for (float label : new float[] {-1, COLUMNS, 0.5f, Float.NaN}) {
      Step step = new Step(new SparseCrossEntropy());
      step.target.data()[2] = label;
      assertThatThrownBy(() -> step.gradient(1))
          .hasMessageContaining("row 2 is of class " + label)
          .hasMessageContaining("from 0 to 3");
    }
  }

  private static double at(Loss loss, float error) {
    Matrix y = new Matrix(1, 1).fill(1 + error);
    Matrix target = new Matrix(1, 1).fill(1);
    return loss.gradient(y, target, new Matrix(1, 1).fill(1), 1, new Matrix(1, 1));
  }

  private static Matrix random(Random random, int columns) {
    Matrix matrix = new Matrix(ROWS, columns);
    for (int i = 0; i < matrix.data().length; i++) {
      matrix.data()[i] = random.nextFloat() * 3;
    }
    return matrix;
  }
}
