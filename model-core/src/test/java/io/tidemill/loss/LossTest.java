package io.tidemill.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.math.Matrix;
import java.lang.reflect.Constructor;
import java.util.Arrays;
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
    return Arrays.stream(Loss.class.getPermittedSubclasses()).map(LossTest::sample);
  }

  private static Loss sample(Class<?> type) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents()).map(c -> c.getType()).toArray(Class<?>[]::new);
    Object[] values = Arrays.stream(types).map(t -> (Object) 0.75).toArray();
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return (Loss) constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("no sample of " + type + ": add its components' types here", e);
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void gradientMatchesFiniteDifferences(Loss loss) {
    Random random = new Random(1);
    Matrix y = random(random);
    Matrix target = random(random);
    Matrix weight = random(random);
    weight.data()[3] = 0;
    Matrix dy = new Matrix(ROWS, COLUMNS);
    loss.gradient(y, target, weight, 0.5, dy);
    Matrix unused = new Matrix(ROWS, COLUMNS);
    for (int i = 0; i < y.data().length; i++) {
      float value = y.data()[i];
      y.data()[i] = value + 0x1p-10f;
      double above = loss.gradient(y, target, weight, 0, unused);
      y.data()[i] = value - 0x1p-10f;
      double below = loss.gradient(y, target, weight, 0, unused);
      y.data()[i] = value;
      assertThat((double) dy.data()[i]).isCloseTo(0.5 * (above - below) * 0x1p9, within(2e-4));
    }
    assertThat(dy.data()[3]).isZero();
    assertThat(dy.data()[4]).isNotZero();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void whatIsMaskedIsNotLookedAt(Loss loss) {
    Matrix y = random(new Random(2));
    Matrix target = new Matrix(ROWS, COLUMNS).fill(Float.NaN);
    Matrix dy = random(new Random(3));
    assertThat(loss.gradient(y, target, new Matrix(ROWS, COLUMNS), 1, dy)).isZero();
    assertThat(dy.data()).containsOnly(0f);
  }

  @ParameterizedTest
  @MethodSource("losses")
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

  private static double at(Loss loss, float error) {
    Matrix y = new Matrix(1, 1).fill(1 + error);
    Matrix target = new Matrix(1, 1).fill(1);
    return loss.gradient(y, target, new Matrix(1, 1).fill(1), 1, new Matrix(1, 1));
  }

  private static Matrix random(Random random) {
    Matrix matrix = new Matrix(ROWS, COLUMNS);
    for (int i = 0; i < matrix.data().length; i++) {
      matrix.data()[i] = random.nextFloat() * 3;
    }
    return matrix;
  }
}
