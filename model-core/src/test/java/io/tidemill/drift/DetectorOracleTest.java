package io.tidemill.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Detectors beside MOA 2023.04, and beside plain forms of their definitions. */
class DetectorOracleTest {

  /** 12,000 errors at a rate that jumps at 3,000 and 6,000 and climbs from 9,000 to 11,000. */
  private static double[] errors(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] errors = new double[12_000];
    for (int i = 0; i < errors.length; i++) {
      double climb = 0.15 + 0.35 * Math.min(1, (i - 9000) / 2000.0);
      double rate = i < 3000 ? 0.1 : i < 6000 ? 0.4 : i < 9000 ? 0.15 : climb;
      errors[i] = random.nextDouble() < rate ? 1 : 0;
    }
    return errors;
  }

  private static List<Integer> drifts(DriftDetector detector, double[] values, double[] state) {
    List<Integer> drifts = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (detector.update(values[i], state, 0).isDrift()) {
        drifts.add(i);
      }
    }
    return drifts;
  }

  /** Of MOA's ADWIN: the first change in each of the three stretches, and the window at the end. */
  @ParameterizedTest
  @CsvSource({
    "1, 32, 3071, 6111, 9823, 1920, 0.4359375",
    "2, 32, 3071, 6111, 9791, 1376, 0.5101744186046512",
    "4, 32, 3071, 6143, 9823, 2080, 0.4653846153846154",
    "1, 1, 3053, 6079, 9848, 2016, 0.4280753968253968",
    "4, 1, 3064, 6122, 9798, 2080, 0.4653846153846154"
  })
  void adwinCutsWhereMoaDoes(
      long seed, int every, int rise, int fall, int climb, int size, double mean) {
    Adwin adwin = new Adwin(0.002, every);
    double[] state = new double[adwin.stateSize()];
    List<Integer> drifts = drifts(adwin, errors(seed), state);
    int[] moa = {rise, fall, climb};
    for (int i = 0; i < moa.length; i++) {
      int from = 3000 * (i + 1);
      assertThat(drifts.stream().filter(at -> at >= from).findFirst().orElseThrow())
          .isCloseTo(moa[i], within(32)); // MOA is more careful with parts of few values
    }
    assertThat(adwin.size(state, 0)).isEqualTo(size);
    assertThat(adwin.mean(state, 0)).isCloseTo(mean, within(1e-12));
  }

  @Test
  void adwinsWindowIsThatOfTheNewestValues() {
    Adwin adwin = new Adwin(0.01, 16);
    double[] state = new double[adwin.stateSize()];
    SplittableRandom random = new SplittableRandom(3);
    double[] values = new double[3000];
    int cuts = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = 50 + (i / 700) * 3 + random.nextGaussian();
      cuts += adwin.update(values[i], state, 0).isDrift() ? 1 : 0;
      int size = (int) adwin.size(state, 0);
      if (i % 100 == 99) {
        double mean = Arrays.stream(values, i + 1 - size, i + 1).average().orElseThrow();
        assertThat(adwin.mean(state, 0)).isCloseTo(mean, within(1e-9));
      }
    }
    assertThat(cuts).isGreaterThan(3);
  }

  @ParameterizedTest
  @CsvSource({"1e-6, 0", "1e6, 0", "1, -1e5"})
  void unitsDoNotMatterToAnyDetectorOfNumbers(double scale, double shift) {
    for (DriftDetector detector : List.of(new Adwin(), new PageHinkley(), new Kswin())) {
      double[] values = new SplittableRandom(4).doubles(4000).toArray();
      for (int i = 2000; i < values.length; i++) {
        values[i] += 0.7;
      }
      double[] other = Arrays.stream(values).map(value -> scale * value + shift).toArray();
      List<Integer> drifts = drifts(detector, values, new double[detector.stateSize()]);
      assertThat(drifts).isNotEmpty();
      assertThat(drifts(detector, other, new double[detector.stateSize()])).isEqualTo(drifts);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 3761, 10673, 821", "2, 3143, 10726, 4339"})
  void ddmFindsWhatMoaFinds(long seed, int first, int second, int warnings) {
    Ddm ddm = new Ddm();
    double[] errors = errors(seed);
    assertThat(drifts(ddm, errors, new double[ddm.stateSize()])).containsExactly(first, second);
    double[] state = new double[ddm.stateSize()];
    assertThat(Arrays.stream(errors).filter(e -> ddm.update(e, state, 0) == Signal.WARNING))
        .hasSize(warnings);
  }

  @Test
  void eddmComparesDistancesBetweenErrors() {
    Eddm eddm = new Eddm(3, 0.95, 0.9);
    double[] state = new double[eddm.stateSize()];
    int[] distances = {10, 10, 10, 10, 9, 6, 4, 10};
    List<Signal> signals = new ArrayList<>();
    for (int distance : distances) {
      for (int i = 1; i < distance; i++) {
        assertThat(eddm.update(0, state, 0)).isEqualTo(Signal.NONE);
      }
      signals.add(eddm.update(1, state, 0));
    }
    // Mean + 2 deviations is 10, 10, 10, 10, then 10.6 (the largest), 12.1, 13.1, 13.3.
    assertThat(signals).containsOnly(Signal.NONE);
    for (int i = 0; i < 40 && signals.get(signals.size() - 1) != Signal.RISE; i++) {
      signals.add(eddm.update(1, state, 0));
    }
    assertThat(signals).containsSequence(Signal.WARNING, Signal.RISE);
  }

  @Test
  void pageHinkleyAddsUpDeviationsFromTheMeanSoFar() {
    PageHinkley detector = new PageHinkley(15, 0.2, 30);
    double[] state = new double[detector.stateSize()];
    SplittableRandom random = new SplittableRandom(5);
    double[] values = new double[400];
    Arrays.setAll(values, i -> random.nextGaussian() + (i < 200 ? 0 : 0.8));
    int found = drifts(detector, values, state).get(0);

    double sum = 0;
    double lowest = 0;
    int expected = -1;
    for (int i = 30; i < values.length && expected < 0; i++) {
      double mean = Arrays.stream(values, 0, i).average().orElseThrow();
      double squares = Arrays.stream(values, 0, i).map(v -> (v - mean) * (v - mean)).sum();
      sum += (values[i] - mean) / Math.sqrt(squares / (i - 1)) - 0.2;
      lowest = Math.min(lowest, sum);
      expected = sum - lowest > 15 ? i : -1;
    }
    assertThat(found).isEqualTo(expected).isGreaterThan(200);
  }

  @Test
  void kswinIsTheTestOfKolmogorovAndSmirnovWhereAllOlderValuesAreDrawn() {
    int newest = 20;
    double alpha = 0.01;
    Kswin kswin = new Kswin(alpha, 2 * newest, newest, 1);
    double[] state = new double[kswin.stateSize()];
    SplittableRandom random = new SplittableRandom(6);
    double[] values = new double[600];
    Arrays.setAll(values, i -> (i / 150 % 2 == 0 ? 1 : 3) * random.nextInt(12));
    List<Integer> expected = new ArrayList<>();
    int known = 0;
    for (int i = 0; i < values.length; i++) {
      known++;
      if (known >= 2 * newest) {
        double distance = distance(values, i - 2 * newest + 1, i - newest + 1, newest);
        if (distance > Math.sqrt(-Math.log(alpha) / newest)) {
          expected.add(i);
          known = newest;
        }
      }
    }
    assertThat(drifts(kswin, values, state)).isEqualTo(expected).hasSizeGreaterThan(2);
  }

  private static double distance(double[] values, int first, int second, int n) {
    IntFunction<Double> shareFrom =
        at -> Arrays.stream(values, first, first + n).filter(v -> v <= values[at]).count() * 1.0;
    double most = 0;
    for (int at = first; at < second + n; at++) {
      double value = values[at];
      long newer = Arrays.stream(values, second, second + n).filter(v -> v <= value).count();
      most = Math.max(most, Math.abs(shareFrom.apply(at) - newer) / n);
    }
    return most;
  }

  @Test
  void kswinFindsAChangeOfSpreadThatLeavesTheMean() {
    Kswin kswin = new Kswin();
    SplittableRandom random = new SplittableRandom(7);
    double[] values = new double[2000];
    Arrays.setAll(values, i -> (i < 1000 ? 1 : 12) * random.nextGaussian());
    assertThat(drifts(kswin, values, new double[kswin.stateSize()]))
        .anyMatch(at -> at >= 1000 && at < 1100);
  }

  @Test
  void saysWhichParameterIsWrong() {
    assertThatThrownBy(() -> new Adwin(1.5))
        .hasMessage("adwin.delta is 1.5: must be above 0.0 and below 1.0");
    assertThatThrownBy(() -> new Kswin(0.001, 40, 30, 1))
        .hasMessage("kswin.window is 40: must be 60 to 4096");
    assertThatThrownBy(() -> new Ddm(30, 3, 3)).hasMessageContaining("ddm.warning is 3.0");
    assertThatThrownBy(() -> new Eddm(30, 0.9, 0.95)).hasMessageContaining("eddm.drift is 0.95");
    assertThatThrownBy(() -> new PageHinkley(-1))
        .hasMessageContaining("page-hinkley.threshold is -1.0");
  }
}
