package io.tidemill.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ContextFeatureTest {

  private final ContextFeature feature = new ContextFeature("flow", 2, 4);
  private final double[] state = new double[feature.stateSize()];

  private double[] observe(double value) {
    double[] observed = new double[3];
    feature.observe(
        new double[] {value}, new int[] {0}, 0, new double[] {Double.NaN}, state, 0, observed, 0);
    return observed;
  }

  /** By hand: the averages before the value, with weights 1/count down to 1/2 and 1/4. */
  @Test
  void isTheDistanceFromTheLastValueAndTheAveragesBefore() {
    assertThat(observe(8)).containsOnly(Double.NaN);
    assertThat(observe(4)).containsExactly(-4, -4, -4);
    assertThat(observe(6)).containsExactly(2, 0, 0);
    assertThat(observe(Double.NaN)).containsOnly(Double.NaN);
    assertThat(observe(12)).containsExactly(new double[] {6, 6, 6}, within(1e-12));
    assertThat(observe(0)).containsExactly(new double[] {-12, -9, -7.5}, within(1e-12));
  }

  @Test
  void inputsAreDeviationsThatALeapCannotRule() {
    FeatureScaling scaling =
        new FeatureScaling(
            new double[3], new double[] {2, 2, 2}, new double[3], new double[] {1, 1, 1});
    float[] x = new float[3];
    feature.input(new double[] {6, -1e9, Double.NaN}, 0, 0, scaling, x, 0);
    assertThat(x[0]).isEqualTo(1.5f);
    assertThat(x[1]).isCloseTo(-3, within(1e-6f));
    assertThat(x[2]).isZero();
  }

  @Test
  void refusesAFastAverageThatIsSlower() {
    assertThatThrownBy(() -> new ContextFeature("flow", 5, 5))
        .hasMessageContaining("context of flow forgets over 5.0 and 5.0 values");
  }
}
