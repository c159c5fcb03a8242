package io.tidemill.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastErrorsTest {

  private static final double[] NO_FORECAST = {Double.NaN, Double.NaN};

  @Test
  void forecastIsComparedWithTheReadingThatManyStepsLater() {
    ForecastErrors errors = new ForecastErrors(1, List.of(1, 3), 0);
    double[] values = {0, 10, 20, 30};
    for (int t = 0; t < 4; t++) {
      read(errors, t, values[t], values[t]);
      // from the first reading: 12 one step ahead (came: 10), 33 three steps ahead (came: 30)
      errors.forecast("a", t, "e" + t, t == 0 ? new double[] {12, 33} : NO_FORECAST);
    }
    errors.finish();
    double deviation = Math.sqrt(125); // of 0, 10, 20, 30
    ForecastError error = errors.secondHalf();
    assertThat(error.onlineByHorizon().get(0)).isCloseTo(2 / deviation, within(1e-12));
    assertThat(error.onlineByHorizon().get(1)).isCloseTo(3 / deviation, within(1e-12));
    assertThat(error.naiveByHorizon().get(0)).isCloseTo(10 / deviation, within(1e-12));
    assertThat(error.naiveByHorizon().get(1)).isCloseTo(30 / deviation, within(1e-12));
    assertThat(error.online()).isCloseTo(2.5 / deviation, within(1e-12));
  }

  @Test
  void readingsAreOrderedByEventTimeBeforeTheyArePaired() {
    ForecastErrors errors = new ForecastErrors(1, List.of(1), 10);
    double[] values = {0, 10, 20, 30};
    for (int t : new int[] {0, 2, 1, 3}) {
      read(errors, t, values[t], values[t]);
    }
    for (int t : new int[] {0, 2, 1, 3}) {
      // each forecasts its own value + 9: one off what comes next; the overtaken one forecasts
      // nothing
      errors.forecast("a", t, "e" + t, t == 1 ? null : new double[] {values[t] + 9});
    }
    errors.finish();
    assertThat(errors.secondHalf().online()).isCloseTo(1 / Math.sqrt(125), within(1e-12));
    assertThat(errors.secondHalf().naive()).isCloseTo(10 / Math.sqrt(125), within(1e-12));
  }

  @Test
  void missingOutcomesAndUnknownLastValuesMakeNoPairs() {
    ForecastErrors errors = new ForecastErrors(1, List.of(1), 0);
    read(errors, 0, Double.NaN, Double.NaN); // nothing known yet: no naive forecast
    read(errors, 1, 5, 5);
    read(errors, 2, Double.NaN, 5); // no outcome
    read(errors, 3, 8, 8); // naive: 5
    for (int t = 0; t < 4; t++) {
      errors.forecast("a", t, "e" + t, new double[] {7});
    }
    errors.finish();
    assertThat(errors.secondHalf().online()).isCloseTo(1 / 1.5, within(1e-12)); // 7 for 8
    assertThat(errors.secondHalf().naive()).isCloseTo(3 / 1.5, within(1e-12)); // 5 for 8
  }

  @Test
  void readingsSettleOnlyWhenBothTopicsHavePassedThem() {
    ForecastErrors errors = new ForecastErrors(1, List.of(1), 0);
    for (int t = 0; t < 100; t++) {
      read(errors, t, t % 2, t % 2);
    }
    assertThat(errors.secondHalf().online()).isNaN();
    for (int t = 0; t < 100; t++) {
      errors.forecast("a", t, "e" + t, new double[] {0.5});
    }
    assertThat(errors.secondHalf().online()).isCloseTo(1, within(0.01)); // 0.5 off, deviation 0.5
    assertThat(errors.secondHalf().naive()).isCloseTo(2, within(0.01));
  }

  @Test
  void keysDoNotMix() {
    ForecastErrors errors = new ForecastErrors(1, List.of(1), 0);
    for (int t = 0; t < 10; t++) {
      for (String key : new String[] {"a", "b"}) {
        double value = key.equals("a") ? t : 1000 + t;
        errors.reading(key, t, key + t, new double[] {value}, new double[] {value});
        errors.forecast(key, t, key + t, new double[] {value + 1});
      }
    }
    errors.finish();
    assertThat(errors.secondHalf().online()).isZero();
    assertThat(errors.secondHalf().naive()).isPositive();
  }

  private static void read(ForecastErrors errors, long time, double value, double last) {
    errors.reading("a", time, "e" + time, new double[] {value}, new double[] {last});
  }
}
