package io.tidemill.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.layer.ParameterLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every optimiser must hold; a new one is found by its name in {@code permits}. */
class OptimizerContractTest {
  private static final ParameterLayout LAYOUT = Optimizers.layout(6, 3);
  private static final int SIZE = LAYOUT.size();

  static Stream<Optimizer> optimizers() {
    return Optimizers.all();
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void goesOnFromItsStateToTheBit(Optimizer optimizer) {
    Updater whole = optimizer.updater(LAYOUT);
    Updater first = optimizer.updater(LAYOUT);
    float[] one = weights();
    float[] other = weights();
    for (int t = 0; t < 5; t++) {
      whole.update(one, gradient(t), 0, t, 1);
      first.update(other, gradient(t), 0, t, 1);
    }
    Updater second = optimizer.updater(LAYOUT);
    second.restore(first.state());
    for (int t = 5; t < 9; t++) {
      whole.update(one, gradient(t), 0, t, 1);
      second.update(other, gradient(t), 0, t, 1);
    }
    assertThat(other).isEqualTo(one).isNotEqualTo(weights());
    assertThat(second.state()).isEqualTo(whole.state());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void itsStateBeginsWithZerosAndHasItsSize(Optimizer optimizer) {
    Updater updater = optimizer.updater(LAYOUT);
    assertThat(updater.state()).isEqualTo(new float[updater.stateSize()]);
    updater.update(weights(), gradient(1), 0, 0, 1);
    assertThat(updater.state()).hasSize(updater.stateSize());
    if (updater.stateSize() > 0) {
      assertThat(updater.state()).isNotEqualTo(new float[updater.stateSize()]);
    }
    assertThatThrownBy(() -> updater.restore(new float[updater.stateSize() + 1]))
        .hasMessageContaining((updater.stateSize() + 1) + " floats, want " + updater.stateSize());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void movesOnlyItsRangeOfAVector(Optimizer optimizer) {
    int from = 3;
    float[] expected = weights();
    float[] longer = new float[from + SIZE + 2];
    System.arraycopy(expected, 0, longer, from, SIZE);
    Updater whole = optimizer.updater(LAYOUT);
    Updater range = optimizer.updater(LAYOUT);
    for (int t = 0; t < 3; t++) {
      float[] gradient = new float[longer.length];
      Arrays.fill(gradient, 9);
      System.arraycopy(gradient(t), 0, gradient, from, SIZE);
      whole.update(expected, gradient(t), 0, t, 1);
      range.update(longer, gradient, from, t, 1);
    }
    assertThat(Arrays.copyOfRange(longer, from, from + SIZE)).isEqualTo(expected);
    assertThat(longer).startsWith(0, 0, 0).endsWith(0, 0);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void findsTheBottomOfABowl(Optimizer optimizer) {
    Updater updater = optimizer.updater(LAYOUT);
    float[] weights = weights();
    double before = worst(weights);
    for (int t = 0; t < 300; t++) {
      float[] gradient = weights.clone();
      updater.update(weights, gradient, 0, t, 1);
    }
    assertThat(worst(weights)).isLessThan(before / 2);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aFactorScalesTheStepAlone(Optimizer optimizer) {
    Updater full = optimizer.updater(LAYOUT);
    Updater half = optimizer.updater(LAYOUT);
    float[] one = new float[SIZE];
    float[] other = new float[SIZE];
    for (int t = 0; t < 3; t++) {
      Arrays.fill(one, 1);
      Arrays.fill(other, 1);
      full.update(one, gradient(t), 0, t, 1);
      half.update(other, gradient(t), 0, t, optimizer.isScalable() ? 0.5 : 1);
      for (int i = 0; i < SIZE; i++) {
        float expected = optimizer.isScalable() ? 1 - (1 - one[i]) / 2 : one[i];
        assertThat(other[i]).isCloseTo(expected, within(1e-6f));
      }
    }
    assertThat(half.state()).isEqualTo(full.state());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void stillStepsAfterMoreStepsThanAnIntHolds(Optimizer optimizer) {
    float[] weights = new float[SIZE];
    float[] gradient = new float[SIZE];
    Arrays.fill(gradient, 1);
    optimizer.updater(LAYOUT).update(weights, gradient, 0, 5_000_000_000L, 1);
    for (float weight : weights) {
      assertThat(weight).isNegative().isFinite();
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void whatDoesNotFallIsLeftWhereItIs(Optimizer optimizer) {
    float[] weights = new float[SIZE];
    Updater updater = optimizer.updater(LAYOUT);
    for (int t = 0; t < 3; t++) {
      updater.update(weights, new float[SIZE], 0, t, 1);
    }
    assertThat(weights).containsOnly(0f);
  }

  /** Where there is a rate it comes first, so 0 or NaN in the first place is never right. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void refusesWhatIsNoNumber(Optimizer optimizer) {
    Class<?> type = optimizer.getClass();
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents()).map(c -> c.getType()).toArray(Class<?>[]::new);
    for (int i = 0; i < types.length; i++) {
      Object[] values = new Object[types.length];
      Arrays.fill(values, 0.05);
      values[i] = Double.NaN;
      String name = type.getRecordComponents()[i].getName();
      assertThatThrownBy(() -> Optimizers.make(type, types, values))
          .hasMessageContaining("." + name + " is NaN: it must be ");
    }
  }

  private static double worst(float[] weights) {
    double worst = 0;
    for (float weight : weights) {
      worst = Math.max(worst, Math.abs(weight));
    }
    return worst;
  }

  private static float[] weights() {
    return random(new Random(1));
  }

  private static float[] gradient(int t) {
    return random(new Random(100 + t));
  }

  private static float[] random(Random random) {
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
