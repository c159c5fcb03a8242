package io.tidemill.optimizer;

import static io.tidemill.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemill.Golden;
import io.tidemill.layer.ParameterLayout;
import io.tidemill.layer.ParameterLayout.Parameter;
import io.tidemill.math.Matrix;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Optimisers against PyTorch's where the formula is the same, the file comes from
 * optimizer_golden.py; against their formulas in double precision where it is not.
 */
class OptimizerOracleTest {
  private static final int STEPS = 12;
  private static final int ROWS = 3;
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(List.of(new Parameter("W", List.of(ROWS, 4), 1)));

  private final Golden golden = new Golden("pytorch-optimizer.txt");

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        new Sgd(0.05),
        new Nesterovs(0.05, 0.8),
        new RmsProp(0.05, 0.9, 1e-8),
        new Adam(0.05, 0.8, 0.95, 1e-8),
        new AdamW(0.05, 0.1, 0.8, 0.95, 1e-8),
        new AdaGrad(0.05, 1e-6),
        new AdaDelta(0.9, 1e-6),
        new AdaMax(0.05, 0.8, 0.95, 1e-8),
        new AmsGrad(0.05, 0.8, 0.95, 1e-8));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void stepsAsPyTorch(Optimizer optimizer) {
    Updater updater = optimizer.updater(LAYOUT);
    float[] weights = golden.matrix("weights", ROWS).data();
    Matrix[] gradients = golden.steps("gradients", STEPS, ROWS);
    Matrix[] expected = golden.steps(optimizer.getClass().getSimpleName(), STEPS, ROWS);
    for (int t = 0; t < STEPS; t++) {
      updater.update(weights, gradients[t].data(), 0, t, 1);
      assertClose(weights, expected[t].data(), 2e-6);
    }
  }

  @Test
  void nadamStepsAsItsJavadocSays() {
    Updater updater = new Nadam(0.01, 0.8, 0.95, 1e-8).updater(LAYOUT);
    Random random = new Random(1);
    int n = LAYOUT.size();
    float[] weights = new float[n];
    double[] expected = new double[n];
    double[] m = new double[n];
    double[] v = new double[n];
    for (int t = 1; t <= STEPS; t++) {
      float[] gradient = random(random, n);
      for (int i = 0; i < n; i++) {
        double g = gradient[i];
        m[i] = 0.8 * m[i] + (1 - 0.8) * g;
        v[i] = 0.95 * v[i] + (1 - 0.95) * g * g;
        double ahead = (0.8 * m[i] + (1 - 0.8) * g) / (1 - Math.pow(0.8, t));
        expected[i] -= 0.01 * ahead / (Math.sqrt(v[i]) + 1e-8);
      }
      updater.update(weights, gradient, 0, t - 1, 1);
      assertEqual(weights, expected);
    }
  }

  /** McMahan et al. 2013, algorithm 1, with sums over all steps in place of a state. */
  @Test
  void ftrlStepsAsThePaperSays() {
    Ftrl ftrl = new Ftrl(0.1, 1, 2, 0.2);
    Updater updater = ftrl.updater(LAYOUT);
    Random random = new Random(2);
    int n = LAYOUT.size();
    float[] weights = new float[n];
    double[] expected = new double[n];
    double[] gradients = new double[n];
    double[] squares = new double[n];
    double[] anchors = new double[n];
    for (int t = 1; t <= STEPS; t++) {
      float[] gradient = random(random, n);
      for (int i = 0; i < n; i++) {
        double before = Math.sqrt(squares[i]);
        gradients[i] += gradient[i];
        squares[i] += (double) gradient[i] * gradient[i];
        anchors[i] += (Math.sqrt(squares[i]) - before) / 0.1 * expected[i];
        expected[i] = leastOf(gradients[i] - anchors[i], (1 + Math.sqrt(squares[i])) / 0.1 + 0.2);
      }
      updater.update(weights, gradient, 0, t - 1, 1);
      assertEqual(weights, expected);
    }
    assertThat(weights).as("some are exactly 0").contains(0f);
  }

  /** Where z w + 2 |w| + curvature w^2 / 2 is least. */
  private static double leastOf(double z, double curvature) {
    return z > 2 ? -(z - 2) / curvature : z < -2 ? -(z + 2) / curvature : 0;
  }

  private static float[] random(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static void assertEqual(float[] weights, double[] expected) {
    for (int i = 0; i < weights.length; i++) {
      assertThat((double) weights[i]).isCloseTo(expected[i], within(1e-5));
    }
  }
}
