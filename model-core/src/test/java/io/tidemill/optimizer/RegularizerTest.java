package io.tidemill.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegularizerTest {
  private static final float[] WEIGHTS = {1, -2, 0, 0.5f, 3, -4};

  static Stream<Class<?>> types() {
    return Arrays.stream(Regularizer.class.getPermittedSubclasses());
  }

  @Test
  void theirGradientsAreThoseOfTheFormulas() {
    assertThat(gradient(new L1(0.5))).containsExactly(0.5f, -0.5f, 0, 0.5f, 0, 0);
    assertThat(gradient(new L2(0.5))).containsExactly(0.5f, -1, 0, 0.25f, 0, 0);
  }

  /** What multiplies inputs is penalised, the bias [2] after the weight [2, 2] is not. */
  @ParameterizedTest
  @MethodSource("types")
  void addToTheGradientOfWeightsOnly(Class<?> type) throws ReflectiveOperationException {
    Regularizer regularizer =
        (Regularizer) type.getDeclaredConstructor(double.class).newInstance(0.25);
    float[] gradient = {1, 1, 1, 1, 1, 1};
    regularizer.addGradient(Optimizers.layout(2, 2), WEIGHTS, gradient);
    float[] alone = gradient(regularizer);
    for (int i = 0; i < gradient.length; i++) {
      assertThat(gradient[i]).isCloseTo(1 + alone[i], within(1e-6f));
    }
    assertThat(alone).endsWith(0, 0);
    assertThat(alone[0]).isNotZero();
  }

  @Test
  void refuseAStrengthThatMakesWeightsGrow() {
    assertThatThrownBy(() -> new L1(-1)).hasMessageContaining("l1.strength is -1.0");
    assertThatThrownBy(() -> new L2(Double.NaN)).hasMessageContaining("l2.strength is NaN");
  }

  private static float[] gradient(Regularizer regularizer) {
    float[] gradient = new float[WEIGHTS.length];
    regularizer.addGradient(Optimizers.layout(2, 2), WEIGHTS, gradient);
    return gradient;
  }
}
