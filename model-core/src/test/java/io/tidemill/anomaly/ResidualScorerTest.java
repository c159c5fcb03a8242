package io.tidemill.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResidualScorerTest {

  private static final int TARGETS = 4;

  private final RandomGenerator random = new SplittableRandom(5);
  private final ResidualScorer scorer = new ResidualScorer(TARGETS);
  private final double[] state = new double[scorer.stateSize()];
  private final double[] contributions = new double[TARGETS];

  /**
   * norm.isf(chi2.sf(sum, degrees)) of scipy 1.17: the normal deviate as rare as the sum of
   * squares.
   */
  @ParameterizedTest
  @CsvSource({"2, 20, 3.914", "4, 30, 4.422", "8, 40, 4.512"})
  void scoreIsTheNormalDeviateOfTheSumOfSquares(int targets, double sum, double deviate) {
    ResidualScorer wide = new ResidualScorer(targets);
    double[] state = new double[wide.stateSize()];
    double[] zeros = new double[targets];
    for (int i = 0; i < 5_000; i++) {
      wide.score(
          random.doubles(targets).map(x -> random.nextGaussian()).toArray(),
          zeros,
          state,
          0,
          zeros.clone());
    }
    // In units of the deviation that it has learned.
    double[] event = new double[targets];
    for (int i = 0; i < targets; i++) {
      event[i] = Math.sqrt(sum / targets) * 1.2625 * state[i * 5 + 1];
    }
    assertThat(wide.score(event, zeros, state, 0, new double[targets]))
        .isCloseTo(deviate, within(0.03 * deviate));
  }

  @Test
  void usualDeviationIsThatOfNormalResiduals() {
    normal(10_000, 3);
    assertThat(1.2625 * state[1]).isCloseTo(3, within(0.15));
  }

  @Test
  void oneWildReadingStandsOutAndIsNamed() {
    double highest = normal(3_000, 1);
    assertThat(score(0, 0, 10, 0)).isGreaterThan(highest + 3);
    assertThat(contributions[2]).isGreaterThan(0.99);
  }

  @Test
  void severalMildlyOddReadingsStandOutTogether() {
    double highest = normal(3_000, 1);
    assertThat(score(3.5, -3.5, 3.5, -3.5)).isGreaterThan(highest);
    assertThat(contributions).containsExactly(new double[] {0.25, 0.25, 0.25, 0.25}, within(0.1));
  }

  @Test
  void smallOffsetThatStaysStandsOut() {
    double highest = normal(3_000, 1);
    double score = 0;
    for (int i = 0; i < 16; i++) {
      score =
          score(
              random.nextGaussian(),
              2 + random.nextGaussian(),
              random.nextGaussian(),
              random.nextGaussian());
    }
    assertThat(score).isGreaterThan(highest);
    assertThat(contributions[1]).isGreaterThan(0.8);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 1, 1e9})
  void unitsDoNotMatter(double unit) {
    double[] other = new double[scorer.stateSize()];
    for (int i = 0; i < 500; i++) {
      double[] residuals = random.doubles(TARGETS, -1, 1).toArray();
      double[] scaled = new double[TARGETS];
      for (int t = 0; t < TARGETS; t++) {
        scaled[t] = residuals[t] * unit;
      }
      double score = scorer.score(residuals, new double[TARGETS], state, 0, contributions);
      double same = scorer.score(scaled, new double[TARGETS], other, 0, contributions);
      if (i > 60) {
        assertThat(same).isCloseTo(score, within(1e-4));
      }
    }
  }

  @Test
  void aFaultHardlyWidensWhatIsUsual() {
    normal(3_000, 1);
    double before = state[1];
    for (int i = 0; i < 40; i++) {
      score(30, 0, 0, 0);
    }
    assertThat(state[1]).isBetween(before, 1.25 * before);
  }

  @Test
  void whatStaysIsTheNewUsual() {
    double highest = normal(3_000, 1);
    normal(400, 10);
    assertThat(normal(1_000, 10)).isLessThan(1.7 * highest);
    assertThat(1.2625 * state[1]).isCloseTo(10, within(2.0));
  }

  @Test
  void judgesATargetOnceItIsWarm() {
    double[] none = new double[TARGETS];
    for (int i = 0; i < 50; i++) {
      double[] observed = {random.nextGaussian(), Double.NaN, Double.NaN, Double.NaN};
      assertThat(scorer.score(observed, none, state, 0, contributions)).isNaN();
    }
    assertThat(score(1, 50, 50, 50)).as("one target is judged, the others learn").isLessThan(3);
    assertThat(contributions).containsExactly(1, 0, 0, 0);
  }

  @Test
  void roundingIsNotOddWhereForecastsArePerfect() {
    double[] same = {20, 20, 20, 20};
    for (int i = 0; i < 200; i++) {
      scorer.score(same, same, state, 0, contributions);
    }
    double[] rounded = {20 + 1e-9, 20, 20, 20};
    assertThat(scorer.score(rounded, same, state, 0, contributions)).isLessThan(3);
    double[] moved = {20.1, 20, 20, 20};
    assertThat(scorer.score(moved, same, state, 0, contributions)).isGreaterThan(100);
  }

  @Test
  void refusesOptionsOutOfRangeByName() {
    assertThatThrownBy(() -> new ResidualScorer(0)).hasMessageContaining("0 targets");
    assertThatThrownBy(() -> new ResidualScorer(1, 1, 500, 8))
        .hasMessageContaining("warm-up of the residual scorer is 1");
    assertThatThrownBy(() -> new ResidualScorer(1, 50, 9, 8))
        .hasMessageContaining("window of the residual scorer is 9.0");
    assertThatThrownBy(() -> new ResidualScorer(1, 50, 500, 501))
        .hasMessageContaining("memory of the residual scorer is 501.0");
  }

  /** Highest score of so many events with independent normal residuals. */
  private double normal(int events, double deviation) {
    double highest = 0;
    for (int i = 0; i < events; i++) {
      double score =
          score(
              deviation * random.nextGaussian(),
              deviation * random.nextGaussian(),
              deviation * random.nextGaussian(),
              deviation * random.nextGaussian());
      highest = score > highest ? score : highest;
    }
    return highest;
  }

  private double score(double... residuals) {
    return scorer.score(residuals, new double[TARGETS], state, 0, contributions);
  }
}
