package io.tidemill.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private final Calibration calibration = new Calibration(5);

  @Test
  void binsAreAsDefined() {
    calibration.add(0.1, false);
    calibration.add(0.15, true);
    calibration.add(0.9, true);
    calibration.add(1, true);
    assertThat(calibration.count(0)).isEqualTo(2);
    assertThat(calibration.said(0)).isCloseTo(0.125, within(1e-12));
    assertThat(calibration.came(0)).isCloseTo(0.5, within(1e-12));
    assertThat(calibration.count(4)).isEqualTo(2);
    assertThat(calibration.said(2)).isNaN();
    double expected = (2 * (0.5 - 0.125) + 2 * (1 - 0.95)) / 4;
    assertThat(calibration.expectedError()).isCloseTo(expected, within(1e-12));
  }

  @Test
  void logLossAndBrierAreThoseOfTheDefinitions() {
    calibration.add(0.8, true);
    calibration.add(0.3, false);
    double logLoss = -(Math.log(0.8) + Math.log(0.7)) / 2;
    assertThat(calibration.logLoss()).isCloseTo(logLoss, within(1e-12));
    assertThat(calibration.brier()).isCloseTo((0.04 + 0.09) / 2, within(1e-12));
    calibration.add(0, true);
    assertThat(calibration.logLoss()).isFinite();
  }

  @Test
  void whatIsAsLikelyAsSaidHasNoError() {
    Random random = new Random(1);
    Calibration overconfident = new Calibration(5);
    for (int i = 0; i < 50_000; i++) {
      double p = random.nextDouble();
      boolean cameTrue = random.nextDouble() < p;
      calibration.add(p, cameTrue);
      overconfident.add(p < 0.5 ? 0 : 1, cameTrue);
    }
    assertThat(calibration.expectedError()).isLessThan(0.01);
    assertThat(overconfident.expectedError()).isCloseTo(0.25, within(0.01));
  }

  @Test
  void refusesWhatIsNoProbability() {
    assertThatThrownBy(() -> calibration.add(1.01, true)).hasMessageContaining("is 1.01");
    assertThatThrownBy(() -> calibration.add(Double.NaN, true)).hasMessageContaining("is NaN");
    assertThatThrownBy(() -> new Calibration(0)).hasMessageContaining("0 bins");
  }
}
