package io.tidemill.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NumberFeatureTest {

  private static final double NONE = Double.NaN;

  /** The stream has mean 10, deviation 2, range 0 to 40. */
  private static final FeatureScaling STREAM =
      new FeatureScaling(
          new double[] {10, 0, 0, 0, 0},
          new double[] {2, 1, 1, 1, 1},
          new double[] {0, 0, 0, 0, 0},
          new double[] {40, 1, 1, 1, 1});

  @Test
  void observesTheValueAndTheLastKnownOne() {
    Key key = new Key(new NumberFeature("flow", Missing.LAST, Scale.STANDARD));
    assertThat(key.observe(NONE)).containsExactly(NONE, NONE);
    assertThat(key.observe(12)).containsExactly(12, 12);
    assertThat(key.observe(NONE)).containsExactly(NONE, 12);
    assertThat(key.observe(Double.POSITIVE_INFINITY)).containsExactly(NONE, 12);
    assertThat(key.observe(2e100)).containsExactly(NONE, 12);
  }

  @Test
  void scalesByTheStream() {
    Key key = new Key(new NumberFeature("flow", Missing.LAST, Scale.STANDARD));
    key.observe(13);
    assertThat(key.input()).containsExactly(1.5f, 0);
    key.observe(1e6);
    assertThat(key.input()).as("cut").containsExactly(8, 0);
    key.observe(-1e6);
    assertThat(key.input()).as("cut").containsExactly(-8, 0);
  }

  @Test
  void scalesByTheRangeOfTheStream() {
    Key key = new Key(new NumberFeature("flow", Missing.LAST, Scale.MIN_MAX));
    key.observe(10);
    assertThat(key.input()).containsExactly(0.25f, 0);
  }

  @Test
  void aStreamWithoutRangeIsNotScaled() {
    NumberFeature feature = new NumberFeature("flow", Missing.LAST, Scale.MIN_MAX);
    FeatureScaling flat =
        new FeatureScaling(
            new double[2], new double[] {1, 1}, new double[] {7, 7}, new double[] {7, 7});
    float[] x = new float[2];
    feature.input(new double[] {9, 9}, 0, 0, flat, x, 0);
    assertThat(x).containsExactly(0, 0);
  }

  @Test
  void leavesTheValueAlone() {
    Key key = new Key(new NumberFeature("flow", Missing.LAST, Scale.NONE));
    key.observe(1234.5);
    assertThat(key.input()).containsExactly(1234.5f, 0);
    key.observe(1e99);
    assertThat(key.input()).containsExactly(Float.MAX_VALUE, 0);
  }

  @Test
  void scalesByTheKeyOnceItsDeviationIsKnown() {
    Key key = new Key(new NumberFeature("flow", Missing.LAST, Scale.STANDARD_PER_KEY));
    assertThat(key.observe(1_000)).containsExactly(1_000, 1_000, 1_000, NONE);
    assertThat(key.input()).containsExactly(0, 0);
    for (int i = 0; i < 6; i++) {
      key.observe(1_000 + (i % 2 == 0 ? 2 : -2));
      assertThat(key.input()).containsExactly(0, 0);
    }
    // 1000, three times 1002, three times 998, and 1003: mean 1000.375, variance 32.875 / 7.
    double[] row = key.observe(1_003);
    assertThat(row[2]).isCloseTo(1_000.375, within(1e-9));
    assertThat(row[3]).isCloseTo(Math.sqrt(31.875 / 7), within(1e-9));
    assertThat(key.input()[0]).isCloseTo((float) (2.625 / Math.sqrt(31.875 / 7)), within(1e-6f));
  }

  @Test
  void whatAKeyWasAtItsStartStaysItsScale() {
    Key key = new Key(new NumberFeature("flow", Missing.LAST, Scale.STANDARD_AT_START, 10));
    for (int i = 0; i < 10; i++) {
      key.observe(i % 2 == 0 ? 99 : 101);
    }
    double deviation = Math.sqrt(10 / 9.0);
    for (int i = 0; i < 1000; i++) {
      double[] row = key.observe(105);
      assertThat(row[2]).isCloseTo(100, within(1e-9));
      assertThat(row[3]).isCloseTo(deviation, within(1e-9));
    }
    assertThat(key.input()[0]).isCloseTo((float) (5 / deviation), within(1e-6f));
  }

  @Test
  void aConstantSeriesIsZeroAndItsFirstStepIsBounded() {
    Key key = new Key(new NumberFeature("flow", Missing.LAST, Scale.STANDARD_PER_KEY));
    for (int i = 0; i < 100; i++) {
      key.observe(7);
      assertThat(key.input()).containsExactly(0, 0);
    }
    key.observe(8);
    assertThat(key.input()).containsExactly(8, 0);
  }

  @ParameterizedTest
  @EnumSource(Scale.class)
  void firstEventsOfAKeyDoNotExplode(Scale scale) {
    Key key = new Key(new NumberFeature("flow", Missing.MEAN, scale));
    for (double value : new double[] {NONE, 9, NONE, 11, 10, 10, 10, 12, 9, 9, NONE}) {
      key.observe(value);
      assertThat(Math.abs(key.input()[0])).isLessThanOrEqualTo(12);
      assertThat(key.input()[1]).isEqualTo(Double.isNaN(value) ? 1 : 0);
    }
  }

  @Test
  void missingStandsForTheLastValue() {
    Key key = new Key(new NumberFeature("flow", Missing.LAST, Scale.STANDARD));
    key.observe(NONE);
    assertThat(key.input()).as("none yet").containsExactly(0, 1);
    key.observe(13);
    key.observe(NONE);
    assertThat(key.input()).containsExactly(1.5f, 1);
  }

  @Test
  void missingStandsForTheMean() {
    Key stream = new Key(new NumberFeature("flow", Missing.MEAN, Scale.MIN_MAX));
    stream.observe(NONE);
    assertThat(stream.input()).containsExactly(0.25f, 1);
    Key key = new Key(new NumberFeature("flow", Missing.MEAN, Scale.STANDARD_PER_KEY));
    for (int i = 0; i < 10; i++) {
      key.observe(i);
    }
    key.observe(NONE);
    assertThat(key.input()).containsExactly(0, 1);
  }

  @Test
  void missingStandsForZero() {
    Key key = new Key(new NumberFeature("flow", Missing.ZERO, Scale.STANDARD));
    key.observe(NONE);
    assertThat(key.input()).containsExactly(-5, 1);
  }

  @Test
  void missingStandsForTheForecast() {
    Key key = new Key(new NumberFeature("flow", Missing.PREDICT, Scale.STANDARD));
    key.observe(13);
    assertThat(key.observe(NONE, 14)).containsExactly(NONE, 13, 14);
    assertThat(key.input()).containsExactly(2, 1);
    assertThat(key.observe(NONE, NONE)).containsExactly(NONE, 13, NONE);
    assertThat(key.input()).as("the last value without a forecast").containsExactly(1.5f, 1);
    assertThat(key.observe(NONE, Double.POSITIVE_INFINITY)).containsExactly(NONE, 13, NONE);
  }

  @Test
  void missingDropsTheEvent() {
    NumberFeature feature = new NumberFeature("flow", Missing.DROP, Scale.STANDARD);
    assertThat(feature.dropped(new double[] {NONE, 13}, 0)).isTrue();
    assertThat(feature.dropped(new double[] {13, 13}, 0)).isFalse();
    assertThat(
            new NumberFeature("flow", Missing.LAST, Scale.NONE).dropped(new double[] {NONE, 13}, 0))
        .isFalse();
  }

  @Test
  void refusesOptionsOutOfRangeByName() {
    assertThatThrownBy(() -> new NumberFeature(" ", Missing.LAST, Scale.NONE))
        .hasMessageContaining("field of a number feature is \" \"");
    assertThatThrownBy(() -> new NumberFeature("flow", Missing.LAST, Scale.NONE, 9))
        .hasMessage("window of number feature flow is 9.0: want 10 to 1e9 values");
    assertThatThrownBy(() -> new NumberFeature("flow", Missing.LAST, Scale.NONE, NONE))
        .hasMessageContaining("NaN");
  }

  /** One key's view of a feature. */
  private static final class Key {

    private final NumberFeature feature;
    private final double[] state;
    private final double[] row;

    Key(NumberFeature feature) {
      this.feature = feature;
      this.state = new double[feature.stateSize()];
      this.row = new double[feature.observedWidth()];
    }

    double[] observe(double value) {
      return observe(value, NONE);
    }

    double[] observe(double value, double expected) {
      feature.observe(
          new double[] {value}, new int[] {0}, 0, new double[] {expected}, state, 0, row, 0);
      return row;
    }

    float[] input() {
      float[] x = new float[feature.inputWidth()];
      feature.input(row, 0, 0, STREAM, x, 0);
      return x;
    }
  }
}
