package io.tidemill.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class StuckScorerTest {

  /** -ln of a false alarm in 180 days of readings every 10 minutes. */
  private static final double THRESHOLD = Math.log(180 * 144);

  private final RandomGenerator random = new SplittableRandom(6);
  private final StuckScorer scorer = new StuckScorer(1);
  private final double[] state = new double[scorer.stateSize()];
  private final double[] contributions = new double[1];

  @Test
  void aMeasuredQuantityFiresAfterAHandfulOfEqualReadings() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(score(random.nextGaussian()) > 0).isFalse();
    }
    assertThat(equalReadingsUntilAlert(20)).isBetween(6, 10);
  }

  @Test
  void faultsThatComeBackStayFaults() {
    for (int fault = 0; fault < 3; fault++) {
      measured(2_000);
      assertThat(equalReadingsUntilAlert(60)).as("fault %d", fault).isBetween(6, 15);
      for (int i = 0; i < 50; i++) {
        score(20);
      }
    }
  }

  @Test
  void oneOfSeveralFieldsIsNamed() {
    StuckScorer wide = new StuckScorer(4);
    double[] state = new double[wide.stateSize()];
    double[] shares = new double[4];
    double score = 0;
    for (int i = 0; i < 1_012; i++) {
      double[] readings = random.doubles(4).toArray();
      readings[2] = i < 1_000 ? readings[2] : 20;
      score = wide.score(readings, readings, state, 0, shares);
    }
    assertThat(score).isGreaterThan(THRESHOLD);
    assertThat(shares).containsExactly(0, 0, 1, 0);
  }

  @Test
  void missingReadingsNeitherEndNorLengthenARun() {
    measured(1_000);
    double score = 0;
    for (int i = 0; i < 8; i++) {
      score = score(20);
    }
    assertThat(score(Double.NaN)).isNaN();
    assertThat(score(Double.NaN)).isNaN();
    assertThat(score(20)).isGreaterThan(score);
    assertThat(contributions).containsExactly(1);
  }

  @Test
  void countsKeepToTheBudget() {
    int alerts = 0;
    for (int i = 0; i < 26_000; i++) {
      alerts += score(Math.floor(2 * random.nextExponential())) > THRESHOLD ? 1 : 0;
    }
    assertThat(alerts).isLessThan(4);
  }

  @Test
  void coarseStepsKeepToTheBudget() {
    double level = 0;
    int alerts = 0;
    for (int i = 0; i < 26_000; i++) {
      level += 0.3 * random.nextGaussian();
      alerts += score(Math.rint(level)) > THRESHOLD ? 1 : 0;
    }
    assertThat(alerts).isLessThan(4);
  }

  @Test
  void nightsOfZerosFireAtMostUntilTheyAreKnown() {
    int alerts = 0;
    for (int day = 0; day < 60; day++) {
      boolean alert = false;
      for (int i = 0; i < 144; i++) {
        alert |= score(i < 36 ? 0 : random.nextExponential()) > THRESHOLD;
      }
      alerts += alert ? 1 : 0;
      assertThat(alert && day > 7).as("alert on day %d", day).isFalse();
    }
    assertThat(alerts).isLessThan(5);
  }

  @Test
  void aFieldThatNeverMovedIsNotStuck() {
    for (int i = 0; i < 5_000; i++) {
      assertThat(score(1) > 0).isFalse();
    }
  }

  @Test
  void refusesOptionsOutOfRangeByName() {
    assertThatThrownBy(() -> new StuckScorer(0)).hasMessageContaining("0 fields");
    assertThatThrownBy(() -> new StuckScorer(1, 9))
        .hasMessageContaining("warm-up of the stuck scorer is 9");
  }

  private void measured(int readings) {
    for (int i = 0; i < readings; i++) {
      score(random.nextGaussian());
    }
  }

  private int equalReadingsUntilAlert(int most) {
    int equal = 0;
    double score = 0;
    while (!(score > THRESHOLD) && equal < most) {
      score = score(20);
      equal++;
    }
    return equal;
  }

  private double score(double reading) {
    double[] readings = {reading};
    return scorer.score(readings, readings, state, 0, contributions);
  }
}
