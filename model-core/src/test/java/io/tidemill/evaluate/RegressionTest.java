package io.tidemill.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RegressionTest {
  private final Regression regression = new Regression();

  /** The example of scikit-learn's r2_score and mean_absolute_error. */
  @Test
  void errorsAreThoseOfAKnownExample() {
    double[] actual = {3, -0.5, 2, 7};
    double[] forecast = {2.5, 0.0, 2, 8};
    for (int i = 0; i < 4; i++) {
      regression.add(actual[i], forecast[i]);
    }
    assertThat(regression.examples()).isEqualTo(4);
    assertThat(regression.meanAbsoluteError()).isCloseTo(0.5, within(1e-12));
    assertThat(regression.rootMeanSquaredError()).isCloseTo(Math.sqrt(0.375), within(1e-12));
    assertThat(regression.rSquared()).isCloseTo(0.9486081370449679, within(1e-12));
    double symmetric = (1 / 5.5 + 1 / 0.5 + 0 + 2 / 15.0) / 4;
    assertThat(regression.symmetricError()).isCloseTo(symmetric, within(1e-12));
    assertThat(regression.scaledError(2)).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void goesOnAfterItWasAsked() {
    Random random = new Random(1);
    double absolute = 0;
    for (int i = 1; i <= 2500; i++) {
      double actual = 100 + random.nextGaussian();
      double forecast = 100 + random.nextGaussian();
      regression.add(actual, forecast);
      absolute += Math.abs(actual - forecast);
      if (i % 700 == 0) {
        assertThat(regression.meanAbsoluteError()).isCloseTo(absolute / i, within(1e-9));
      }
    }
    assertThat(regression.meanAbsoluteError()).isCloseTo(absolute / 2500, within(1e-9));
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    regression.add(Double.NaN, 5);
    assertThat(regression.examples()).isZero();
    assertThat(regression.meanAbsoluteError()).isNaN();
    assertThat(regression.rSquared()).isNaN();
    assertThat(regression.symmetricError()).isNaN();
    regression.add(0, 0);
    assertThat(regression.symmetricError()).isZero();
  }

  @Test
  void theNaiveForecastIsTheValueASeasonBefore() {
    double[] history = {1, 5, 2, 6, 4, 8};
    assertThat(Regression.seasonalNaiveError(history, 1)).isEqualTo((4 + 3 + 4 + 2 + 4) / 5.0);
    assertThat(Regression.seasonalNaiveError(history, 2)).isEqualTo((1 + 1 + 2 + 2) / 4.0);
    assertThatThrownBy(() -> Regression.seasonalNaiveError(history, 6))
        .hasMessageContaining("season is 6 for a history of 6 values");
  }
}
