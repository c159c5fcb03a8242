package io.tidemill.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AdamTest {

  @Test
  void stepsAsThePaperSays() {
    Adam adam = new Adam(0.01, 0.8, 0.95, 1e-6);
    int n = 37;
    Updater updater = adam.updater(n);
    Random random = new Random(1);
    float[] weights = new float[n];
    double[] expected = new double[n];
    double[] m = new double[n];
    double[] v = new double[n];
    for (int t = 1; t <= 50; t++) {
      float[] gradient = new float[n];
      for (int i = 0; i < n; i++) {
        gradient[i] = (float) random.nextGaussian();
        m[i] = 0.8 * m[i] + (1 - 0.8) * gradient[i];
        v[i] = 0.95 * v[i] + (1 - 0.95) * gradient[i] * gradient[i];
        double rate = 0.01 * Math.sqrt(1 - Math.pow(0.95, t)) / (1 - Math.pow(0.8, t));
        expected[i] -= rate * m[i] / (Math.sqrt(v[i]) + 1e-6);
      }
      updater.update(weights, gradient, t - 1);
      for (int i = 0; i < n; i++) {
        assertThat((double) weights[i]).isCloseTo(expected[i], within(1e-5));
      }
    }
    assertThat(Math.abs(weights[0])).isGreaterThan(0.001f);
  }

  @Test
  void goesOnFromItsStateToTheBit() {
    Updater whole = new Adam(0.01).updater(5);
    Updater first = new Adam(0.01).updater(5);
    float[] gradient = {1, -2, 3, 0, 0.5f};
    float[] one = new float[5];
    float[] other = new float[5];
    for (int t = 0; t < 3; t++) {
      whole.update(one, gradient, t);
      first.update(other, gradient, t);
    }
    Updater second = new Adam(0.01).updater(5);
    second.restore(first.state());
    for (int t = 3; t < 6; t++) {
      whole.update(one, gradient, t);
      second.update(other, gradient, t);
    }
    assertThat(other).isEqualTo(one);
    assertThat(first.state()).isNotEqualTo(new float[10]).isNotEqualTo(second.state());
  }

  @Test
  void stillStepsAfterMoreStepsThanAnIntHolds() {
    float[] weights = {0};
    new Adam(0.01).updater(1).update(weights, new float[] {1}, 5_000_000_000L);
    assertThat(weights[0]).isNegative();
  }

  @Test
  void refusesWhatCannotLearn() {
    assertThatThrownBy(() -> new Adam(0))
        .hasMessageContaining("adam.rate is 0.0: it must be above 0");
    assertThatThrownBy(() -> new Adam(0.1, 1, 0.9, 1e-8)).hasMessageContaining("beta1 is 1.0");
    assertThatThrownBy(() -> new Adam(0.1).updater(2).restore(new float[3]))
        .hasMessageContaining("3 floats, want 4");
  }
}
