package io.tidemill.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidemill.layer.Dense;
import io.tidemill.layer.LayerNorm;
import io.tidemill.layer.ParameterLayout.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InitializerTest {
  private static final int IN = 200;
  private static final int OUT = 50;

  /** Variances as torch.nn.init's functions of the same names have them. */
  static Stream<Arguments> variances() {
    return Stream.of(
        arguments(new Initializer.LayerDefault(), 2.0 / (IN + OUT), true),
        arguments(new Initializer.Uniform(0.3), 0.3 * 0.3 / 3, true),
        arguments(new Initializer.Normal(0.3), 0.3 * 0.3, false),
        arguments(new Initializer.GlorotUniform(), 2.0 / (IN + OUT), true),
        arguments(new Initializer.GlorotNormal(), 2.0 / (IN + OUT), false),
        arguments(new Initializer.HeUniform(), 2.0 / IN, true),
        arguments(new Initializer.HeNormal(), 2.0 / IN, false),
        arguments(new Initializer.LecunUniform(), 1.0 / IN, true),
        arguments(new Initializer.LecunNormal(), 1.0 / IN, false));
  }

  @ParameterizedTest
  @MethodSource("variances")
  void hasItsVarianceAndItsShape(Initializer initializer, double variance, boolean uniform) {
    float[] weights = weights(initializer, IN, OUT);
    double squares = 0;
    double most = 0;
    for (float weight : weights) {
      squares += (double) weight * weight;
      most = Math.max(most, Math.abs(weight));
    }
    assertThat(squares / weights.length).isCloseTo(variance, within(0.03 * variance));
    double bound = Math.sqrt(3 * variance) * (1 + 1e-6);
    if (uniform) {
      assertThat(most).isBetween(0.98 * bound, bound);
    } else {
      assertThat(most).isGreaterThan(1.5 * bound);
    }
  }

  @Test
  void everyInitializerIsTested() {
    List<Class<?>> tested =
        Stream.concat(
                variances().map(a -> a.get()[0].getClass()),
                Stream.of(Initializer.Zeros.class, Initializer.Orthogonal.class))
            .<Class<?>>map(c -> c)
            .toList();
    assertThat(tested).containsExactlyInAnyOrder(Initializer.class.getPermittedSubclasses());
  }

  @Test
  void orthogonalKeepsLengthsAndAngles() {
    assertOrthonormal(new Initializer.Orthogonal(), 20, 7, 1);
    assertOrthonormal(new Initializer.Orthogonal(3), 7, 20, 9);
    assertOrthonormal(new Initializer.Orthogonal(), 16, 16, 1);
  }

  private static void assertOrthonormal(
      Initializer initializer, int rows, int columns, double square) {
    float[] w = weights(initializer, rows, columns);
    boolean tall = rows >= columns;
    int vectors = Math.min(rows, columns);
    int length = Math.max(rows, columns);
    for (int a = 0; a < vectors; a++) {
      for (int b = 0; b <= a; b++) {
        double dot = 0;
        for (int i = 0; i < length; i++) {
          dot +=
              tall
                  ? (double) w[i * columns + a] * w[i * columns + b]
                  : (double) w[a * columns + i] * w[b * columns + i];
        }
        assertThat(dot).isCloseTo(a == b ? square : 0, within(1e-5));
      }
    }
  }

  @Test
  void onlyWeightsAreDrawn() {
    Network network = Network.of(new LayerNorm(4), new Dense(4, 3));
    float[] zeros = Parameters.initial(network, new Initializer.Zeros(), 1).data();
    assertThat(Arrays.copyOf(zeros, 4)).containsOnly(1f);
    assertThat(Arrays.copyOfRange(zeros, 4, zeros.length)).containsOnly(0f);
    float[] normal = Parameters.initial(network, new Initializer.Normal(1), 1).data();
    assertThat(Arrays.copyOfRange(normal, 8, 20)).doesNotContain(0f);
    assertThat(Arrays.copyOfRange(normal, 20, 23)).containsOnly(0f);
  }

  @Test
  void layersSayThemselvesWhatTheyBeginWith() {
    Network network = Network.of(new Dense(4, 3), new Dense(3, 2));
    assertThat(Parameters.initial(network, new Initializer.LayerDefault(), 5).data())
        .isEqualTo(Parameters.initial(network, 5).data());
  }

  @Test
  void countsFansOverAllOfAFilter() {
    Parameter filter = new Parameter("W", List.of(3, 5, 7, 11), 0);
    assertThat(filter.fanIn()).isEqualTo(3 * 5 * 7);
    assertThat(filter.fanOut()).isEqualTo(3 * 5 * 11);
  }

  @Test
  void refusesAWidthOfNothing() {
    assertThatThrownBy(() -> new Initializer.Uniform(0)).hasMessageContaining("uniform.bound is 0");
    assertThatThrownBy(() -> new Initializer.Normal(Double.NaN)).hasMessageContaining("is NaN");
  }

  private static float[] weights(Initializer initializer, int rows, int columns) {
    Parameter weight =
        new Parameter("W", List.of(rows, columns), Math.sqrt(6.0 / (rows + columns)));
    float[] values = new float[weight.size()];
    initializer.fill(weight, new Random(3), values, 0);
    return values;
  }
}
