package io.tidemill.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForecastTallyTest {
  private final ForecastTally tally = new ForecastTally(List.of("flow", "level"), List.of(1, 6));

  /** Errors are measured by ND4J, one measure an output. */
  @Test
  void everyFigureIsThatOfAnotherCount() {
    double[] state = new double[tally.stateSize()];
    Regression all = new Regression();
    Regression naive = new Regression();
    Regression sixAhead = new Regression();
    Regression level = new Regression();
    Random random = new Random(1);
    for (int i = 0; i < 4000; i++) {
      int output = i % 4;
      double actual = output < 2 ? 10 + random.nextGaussian() : random.nextGaussian();
      double forecast = actual + 0.1 * output * random.nextGaussian();
      double last = actual + random.nextGaussian();
      tally.add(output, actual, forecast, last, 1, state, 0);
      all.add(actual, forecast);
      naive.add(actual, last);
      if (output % 2 == 1) {
        sixAhead.add(actual, forecast);
      }
      if (output >= 2) {
        level.add(actual, forecast);
      }
    }

    Map<String, Double> figures = tally.figures(state, 0);
    assertThat(tally.count(state, 0)).isEqualTo(4000);
    assertClose(figures.get("mae"), all.meanAbsoluteError());
    assertClose(figures.get("rmse"), all.rootMeanSquaredError());
    assertClose(figures.get("smape"), all.symmetricError());
    assertClose(figures.get("maeNoChange"), naive.meanAbsoluteError());
    assertClose(figures.get("rmseNoChange"), naive.rootMeanSquaredError());
    assertClose(figures.get("smapeNoChange"), naive.symmetricError());
    Map<String, Double> parts = tally.parts(state, 0);
    assertClose(parts.get("mae@6"), sixAhead.meanAbsoluteError());
    assertClose(parts.get("rmse@6"), sixAhead.rootMeanSquaredError());
    assertClose(parts.get("mae.level"), level.meanAbsoluteError());
    assertThat(parts).containsKeys("mae@1", "maeNoChange@1", "mae.flow", "rmseNoChange.flow");
  }

  private static void assertClose(@Nullable Double found, double expected) {
    assertThat(found).isCloseTo(expected, within(1e-12)).isPositive();
  }

  @Test
  void oneTargetOfOneHorizonHasNoParts() {
    ForecastTally one = new ForecastTally(List.of("flow"), List.of(3));
    double[] state = new double[one.stateSize()];
    one.add(0, 0, 0, 0, 0.5, state, 0);
    assertThat(one.parts(state, 0)).isEmpty();
    assertThat(one.count(state, 0)).isEqualTo(0.5);
    assertThat(one.figures(state, 0).get("smape")).isZero();
    assertThatThrownBy(() -> new ForecastTally(List.of(), List.of(1)))
        .hasMessageContaining("at least one of each");
  }
}
