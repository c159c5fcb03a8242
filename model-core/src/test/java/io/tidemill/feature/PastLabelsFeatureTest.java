package io.tidemill.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PastLabelsFeatureTest {

  private static final double NONE = Double.NaN;

  private static double[] observe(PastLabelsFeature feature, double[] state, double label) {
    double[] observed = new double[feature.observedWidth()];
    feature.observe(
        new double[] {label}, new int[] {0}, 0, new double[] {NONE}, state, 0, observed, 0);
    return observed;
  }

  private static PastLabelsFeature feature(int delay) {
    return new PastLabelsFeature("class", List.of("down", "up"), delay, 2, 1, 2);
  }

  @Test
  void anEventSeesTheLabelsOfThoseBeforeItAndNeverItsOwn() {
    PastLabelsFeature feature = feature(1);
    double[] state = new double[feature.stateSize()];
    assertThat(observe(feature, state, 1)).containsOnly(NONE);
    assertThat(observe(feature, state, 0)).containsExactly(1, NONE, 0, 1, 0, 1);
    assertThat(observe(feature, state, NONE)).containsExactly(0, 1, 1, 0, 0.5, 0.5);
    assertThat(observe(feature, state, 1)).containsExactly(0, 1, 1, 0, 0.5, 0.5);
    assertThat(observe(feature, state, 1)).containsExactly(1, 0, 0, 1, 0.25, 0.75);
  }

  @Test
  void aLabelIsUnknownUntilItsDelayIsOver() {
    PastLabelsFeature feature = feature(3);
    double[] state = new double[feature.stateSize()];
    for (int i = 0; i < 3; i++) {
      assertThat(observe(feature, state, i % 2)).containsOnly(NONE);
    }
    assertThat(observe(feature, state, 1)).startsWith(0, NONE);
    assertThat(observe(feature, state, NONE)).startsWith(1, 0);
    assertThat(observe(feature, state, NONE)).startsWith(0, 1);
    assertThat(observe(feature, state, NONE)).startsWith(1, 0);
    assertThat(observe(feature, state, NONE)).startsWith(1, 0);
  }

  @Test
  void inputsAreOnesAndSharesLessTheirMean() {
    PastLabelsFeature feature = feature(1);
    float[] x = new float[feature.inputWidth()];
    feature.input(
        new double[] {1, NONE, 0.25, 0.75, NONE, NONE}, 0, 0, FeatureScaling.identity(6), x, 0);
    assertThat(x).containsExactly(-0.5f, 0.5f, 0, 0, -0.25f, 0.25f, 0, 0);
  }

  @Test
  void refusesALabelKnownAtOnce() {
    assertThatThrownBy(() -> feature(0)).hasMessageContaining("want a delay of 1 to 4096");
  }
}
