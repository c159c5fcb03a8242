package io.tidemill.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of scipy.stats.genpareto 1.17: isf, mean, var. */
class GeneralizedParetoTest {

  @ParameterizedTest
  @CsvSource({
    "1e-3,  0.2,  2,   29.810717055349727",
    "1e-4, -0.25, 1.5, 5.4",
    "0.02,  0,    3,   11.736069016284437",
    "1e-5,  0.4,  0.7, 173.25",
  })
  void quantilesAreThoseOfTheDistribution(double tail, double shape, double scale, double excess) {
    assertThat(GeneralizedPareto.quantile(tail, shape, scale)).isCloseTo(excess, within(1e-10));
  }

  @ParameterizedTest
  @CsvSource({"0.2, 2.5, 10.416666666666666", "-0.25, 1.2, 0.96", "0, 3, 9"})
  void momentsGiveTheShapeBack(double shape, double mean, double variance) {
    assertThat(GeneralizedPareto.shape(mean, variance)).isCloseTo(shape, within(1e-12));
  }

  @Test
  void shapeStaysWhereMomentsTellSomething() {
    assertThat(GeneralizedPareto.shape(1, 1e9)).isEqualTo(GeneralizedPareto.HEAVIEST);
    assertThat(GeneralizedPareto.shape(1, 1e-9)).isEqualTo(GeneralizedPareto.LIGHTEST);
  }
}
