package io.tidemill.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ErrorSlicesTest {

  @Test
  void errorsAreInUnitsOfTheDeviationOfTheirSeries() {
    ErrorSlices slices = new ErrorSlices(1, 1, 1);
    for (double value : new double[] {9, 11, 90, 110}) { // first half is forgotten
      slices.nextReading();
      slices.value("a", 0, value);
      slices.errors("a", 0, 0, 5, 20);
    }
    ForecastError half = slices.secondHalf(); // 90 and 110: deviation 10
    assertThat(half.online()).isEqualTo(0.5);
    assertThat(half.naive()).isEqualTo(2);
    assertThat(half.ratio()).isEqualTo(0.25);
  }

  @Test
  void pairsWeighEquallyWhateverTheirSeries() {
    ErrorSlices slices = new ErrorSlices(1, 1, 100);
    for (double value : new double[] {-1, 1}) {
      slices.nextReading();
      slices.value("a", 0, value);
      slices.value("b", 0, 10 * value);
    }
    slices.errors("a", 0, 0, 1, 1); // 1 deviation
    slices.errors("b", 0, 0, 1, 1); // 0.1 deviations
    slices.errors("b", 0, 0, 1, 1);
    assertThat(slices.secondHalf().online()).isEqualTo(1.2 / 3);
  }

  @Test
  void constantSeriesHasNoUnitAndIsLeftOut() {
    ErrorSlices slices = new ErrorSlices(2, 1, 100);
    for (double value : new double[] {-1, 1}) {
      slices.nextReading();
      slices.value("a", 0, 7);
      slices.value("a", 1, value);
    }
    slices.errors("a", 0, 0, 5, 5);
    slices.errors("a", 1, 0, 2, 3);
    assertThat(slices.secondHalf().online()).isEqualTo(2);
  }

  @Test
  void mergedSlicesKeepMomentsAndErrors() {
    ErrorSlices fine = new ErrorSlices(1, 2, 1);
    ErrorSlices coarse = new ErrorSlices(1, 2, 1 << 20);
    for (int n = 0; n < 4096; n++) {
      for (ErrorSlices slices : new ErrorSlices[] {fine, coarse}) {
        slices.nextReading();
        slices.value("a", 0, 1000 + Math.sin(n));
        slices.errors("a", 0, n % 2, n < 2048 ? 1000 : 0.5, n < 2048 ? 0 : 1);
      }
    }
    ForecastError half = fine.secondHalf();
    double deviation = Math.sqrt(0.5);
    assertThat(half.online()).isCloseTo(0.5 / deviation, within(1e-3));
    assertThat(half.naive()).isCloseTo(1 / deviation, within(1e-3));
    assertThat(half.onlineByHorizon().get(1)).isCloseTo(0.5 / deviation, within(1e-3));
    assertThat(coarse.secondHalf().online()).isCloseTo(500.25 / deviation, within(1.0));
    assertThat(fine.course()).hasSize(32);
    assertThat(fine.course().get(0).online()).isCloseTo(1000 / deviation, within(1.0));
    assertThat(fine.course().get(31).online()).isCloseTo(0.5 / deviation, within(1e-3));
  }

  @Test
  void nothingSeenIsNotANumber() {
    ForecastError none = new ErrorSlices(1, 1).secondHalf();
    assertThat(none.online()).isNaN();
    assertThat(none.ratio()).isNaN();
  }
}
