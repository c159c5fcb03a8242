package io.tidemill.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForecastTest {

  private static final double UNKNOWN = Double.NaN;
  private static final FeatureSchema SCHEMA =
      new FeatureSchema(
          List.of("level", "a", "b", "c", "d"),
          List.of(
              new ClockFeature(ClockPart.HOUR_OF_DAY),
              new NumberFeature("d", Missing.LAST, Scale.STANDARD_PER_KEY),
              new NumberFeature("c", Missing.LAST, Scale.STANDARD),
              new NumberFeature("b", Missing.LAST, Scale.MIN_MAX),
              new NumberFeature("a", Missing.LAST, Scale.NONE)));

  /** Columns: hour-of-day, d, d.last, d.center, d.deviation, c, c.last, b, b.last, a, a.last. */
  private static final FeatureScaling SCALING =
      new FeatureScaling(
          new double[] {0, 0, 0, 0, 0, 30, 0, 20, 0, 10, 0},
          new double[] {1, 1, 1, 1, 1, 3, 1, 1, 1, 1, 1},
          new double[11],
          new double[] {1, 1, 1, 1, 1, 1, 1, 50, 1, 1, 1});

  private static final double[] ROW = {0.5, 41, 41, 40, 4, UNKNOWN, 31, 22, 22, 13, 13};

  private static final List<String> TARGETS = List.of("a", "b", "c", "d");

  @Test
  void countsFromTheLastKnownValueInUnitsOfTheTarget() {
    BoundForecast forecast = new Forecast(TARGETS, List.of(1), Forecast.Base.LAST).bind(SCHEMA);
    assertThat(values(forecast, 0.5f, 0.5f, 0.5f, 0.5f))
        .containsExactly(13.5, 22 + 25, 31 + 1.5, 41 + 2);
  }

  @Test
  void countsFromTheMeanOfTheStreamOrOfTheKey() {
    BoundForecast forecast = new Forecast(TARGETS, List.of(1), Forecast.Base.MEAN).bind(SCHEMA);
    assertThat(values(forecast, 0.5f, 0.5f, 0.5f, 0.5f))
        .containsExactly(10.5, 20 + 25, 30 + 1.5, 40 + 2);
  }

  @ParameterizedTest
  @EnumSource(Forecast.Base.class)
  void targetIsTheInverseOfValues(Forecast.Base base) {
    BoundForecast forecast = new Forecast(TARGETS, List.of(1, 3, 12), base).bind(SCHEMA);
    RandomGenerator random = new SplittableRandom(1);
    float[] y = new float[12];
    double[] values = new double[12];
    float[] target = new float[12];
    float[] weight = new float[12];
    for (int i = 0; i < 100; i++) {
      for (int j = 0; j < y.length; j++) {
        y[j] = random.nextFloat(-8, 8);
      }
      forecast.values(ROW, 0, SCALING, y, 0, values, 0);
      int known = forecast.target(ROW, 0, SCALING, values, 0, target, 0, weight, 0);
      assertThat(target).containsExactly(y, within(1e-6f));
      assertThat(weight).containsOnly(1);
      assertThat(known).isEqualTo(12);
    }
  }

  @Test
  void outcomesUnknownOrAbsurdWeighNothing() {
    BoundForecast forecast =
        new Forecast(List.of("a"), List.of(1, 2, 3, 4), Forecast.Base.LAST).bind(SCHEMA);
    float[] target = new float[4];
    float[] weight = new float[4];
    double[] outcomes = {14, UNKNOWN, Double.POSITIVE_INFINITY, 1e200};
    assertThat(forecast.target(ROW, 0, SCALING, outcomes, 0, target, 0, weight, 0)).isEqualTo(1);
    assertThat(target).containsExactly(1, 0, 0, 0);
    assertThat(weight).containsExactly(1, 0, 0, 0);
  }

  @Test
  void rowsThatCannotBeScaledYetRepeatTheBaseAndTeachNothing() {
    BoundForecast forecast =
        new Forecast(List.of("d"), List.of(1), Forecast.Base.LAST).bind(SCHEMA);
    double[] young = ROW.clone();
    young[4] = UNKNOWN;
    float[] weight = new float[1];
    assertThat(forecast.target(young, 0, SCALING, new double[] {50}, 0, new float[1], 0, weight, 0))
        .isZero();
    assertThat(weight).containsExactly(0);
    double[] value = new double[1];
    forecast.values(young, 0, SCALING, new float[] {3}, 0, value, 0);
    assertThat(value).containsExactly(41);
    young[2] = UNKNOWN;
    forecast.values(young, 0, SCALING, new float[] {3}, 0, value, 0);
    assertThat(value).as("no value known yet").containsExactly(UNKNOWN);
  }

  @Test
  void outputsThatAreNotFiniteDoNotLeave() {
    BoundForecast forecast = new Forecast(TARGETS, List.of(1), Forecast.Base.LAST).bind(SCHEMA);
    assertThat(values(forecast, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e30f))
        .containsExactly(13, 22, 31, 41 + 8 * 4);
    float[] target = new float[4];
    forecast.target(
        ROW, 0, SCALING, new double[] {1e9, -1e9, 31, 41}, 0, target, 0, new float[4], 0);
    assertThat(target).as("targets are cut alike").containsExactly(8, -8, 0, 0);
  }

  @Test
  void readsAndWritesAtItsOffsets() {
    BoundForecast forecast =
        new Forecast(List.of("c"), List.of(1, 2), Forecast.Base.LAST).bind(SCHEMA);
    double[] rows = new double[11 + 11];
    Arrays.fill(rows, 777);
    System.arraycopy(ROW, 0, rows, 11, 11);
    double[] values = new double[4];
    forecast.values(rows, 11, SCALING, new float[] {9, 1, 2}, 1, values, 2);
    assertThat(values).containsExactly(0, 0, 34, 37);
    float[] target = new float[3];
    float[] weight = new float[4];
    forecast.target(rows, 11, SCALING, values, 2, target, 1, weight, 2);
    assertThat(target).containsExactly(0, 1, 2);
    assertThat(weight).containsExactly(0, 0, 1, 1);
  }

  @Test
  void knowsWhereItsTargetsAre() {
    BoundForecast forecast = new Forecast(TARGETS, List.of(1), Forecast.Base.LAST).bind(SCHEMA);
    for (int target = 0; target < TARGETS.size(); target++) {
      assertThat(SCHEMA.columns().get(forecast.valueColumn(target))).isEqualTo(TARGETS.get(target));
      assertThat(SCHEMA.fields().get(forecast.field(target))).isEqualTo(TARGETS.get(target));
    }
  }

  @Test
  void refusesWhatCannotBeForecastByName() {
    assertThatThrownBy(
            () ->
                new Forecast(List.of("hour-of-day"), List.of(1), Forecast.Base.LAST).check(SCHEMA))
        .hasMessage("forecast target \"hour-of-day\" is no number feature: there are [d, c, b, a]");
    assertThatThrownBy(() -> new Forecast(List.of("a"), List.of(2, 1), Forecast.Base.LAST))
        .hasMessageContaining("horizons are [2, 1]: want ascending steps from 1 to 1024");
    assertThatThrownBy(() -> new Forecast(List.of("a"), List.of(0), Forecast.Base.LAST))
        .hasMessageContaining("[0]");
    assertThatThrownBy(() -> new Forecast(List.of("a"), List.of(1025), Forecast.Base.LAST))
        .hasMessageContaining("[1025]");
    assertThatThrownBy(() -> new Forecast(List.of(), List.of(1), Forecast.Base.LAST))
        .hasMessageContaining("at least one target");
    assertThatThrownBy(() -> new Forecast(List.of("a", "a"), List.of(1), Forecast.Base.LAST))
        .hasMessageContaining("named twice");
  }

  private static double[] values(BoundForecast forecast, float... y) {
    double[] values = new double[y.length];
    forecast.values(ROW, 0, SCALING, y, 0, values, 0);
    return values;
  }
}
