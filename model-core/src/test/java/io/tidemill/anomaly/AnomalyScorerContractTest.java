package io.tidemill.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every scorer keeps to. */
class AnomalyScorerContractTest {

  private static final int TARGETS = 3;
  private static final Map<Class<?>, AnomalyScorer> EXAMPLES =
      Map.ofEntries(
          entry(ResidualScorer.class, new ResidualScorer(TARGETS)),
          entry(StuckScorer.class, new StuckScorer(TARGETS)));

  static Stream<AnomalyScorer> all() {
    return Arrays.stream(AnomalyScorer.class.getPermittedSubclasses())
        .map(
            type -> {
              assertThat(EXAMPLES).as("examples of scorers").containsKey(type);
              return EXAMPLES.get(type);
            });
  }

  @ParameterizedTest
  @MethodSource("all")
  void continuesExactlyFromACopyOfItsState(AnomalyScorer scorer) {
    double[] first = new double[scorer.stateSize()];
    feed(scorer, first, 0, 1, 300);
    double[] second = first.clone();
    double score = feed(scorer, first, 0, 2, 300);
    assertThat(feed(scorer, second, 0, 2, 300)).isEqualTo(score).isFinite();
    assertThat(second).isEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("all")
  void touchesOnlyItsOwnState(AnomalyScorer scorer) {
    double[] alone = new double[scorer.stateSize()];
    double[] within = new double[scorer.stateSize() + 6];
    Arrays.fill(within, 0, 3, 5);
    Arrays.fill(within, within.length - 3, within.length, 5);
    feed(scorer, alone, 0, 1, 500);
    feed(scorer, within, 3, 1, 500);
    assertThat(Arrays.copyOfRange(within, 3, within.length - 3)).isEqualTo(alone);
    assertThat(within).startsWith(5, 5, 5).endsWith(5, 5, 5);
  }

  @ParameterizedTest
  @MethodSource("all")
  void hasNothingToSayOfANewKey(AnomalyScorer scorer) {
    double[] contributions = {7, 7, 7};
    double score =
        scorer.score(
            new double[] {1, 2, 3},
            new double[] {1, 2, 9},
            new double[scorer.stateSize()],
            0,
            contributions);
    assertThat(score).isNaN();
    assertThat(contributions).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("all")
  void anyReadingGivesAFiniteScoreOrNoneAndSharesThatAddUpToOne(AnomalyScorer scorer) {
    double[] odd = {
      0,
      -0.0,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.MAX_VALUE,
      -Double.MAX_VALUE,
      1e150,
      Double.MIN_VALUE
    };
    RandomGenerator random = new SplittableRandom(4);
    double[] state = new double[scorer.stateSize()];
    double[] contributions = new double[TARGETS];
    int scored = 0;
    for (int i = 0; i < 3_000; i++) {
      double[] observed = readings(random);
      double[] expected = readings(random);
      if (i % 3 == 0) {
        observed[random.nextInt(TARGETS)] = odd[random.nextInt(odd.length)];
        expected[random.nextInt(TARGETS)] = odd[random.nextInt(odd.length)];
      }
      double score = scorer.score(observed, expected, state, 0, contributions);
      double sum = Arrays.stream(contributions).sum();
      if (Double.isNaN(score)) {
        assertThat(contributions).containsOnly(0);
      } else {
        scored++;
        assertThat(score).isFinite();
        assertThat(Arrays.stream(contributions).min().orElseThrow()).isNotNegative();
        assertThat(sum).isCloseTo(1, within(1e-9));
      }
    }
    assertThat(scored).isGreaterThan(2_000);
    for (double number : state) {
      assertThat(number).isFinite();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aMissingReadingHasNoShareAndAnEventWithoutReadingsNoScore(AnomalyScorer scorer) {
    double[] state = new double[scorer.stateSize()];
    feed(scorer, state, 0, 1, 300);
    double[] contributions = new double[TARGETS];
    double[] before = state.clone();
    double[] none = {Double.NaN, Double.NaN, Double.NaN};
    assertThat(scorer.score(none, none, state, 0, contributions)).isNaN();
    assertThat(state).isEqualTo(before);
    double[] first = {1, Double.NaN, Double.NaN};
    assertThat(scorer.score(first, new double[TARGETS], state, 0, contributions)).isFinite();
    assertThat(contributions).containsExactly(1, 0, 0);
  }

  private static double feed(
      AnomalyScorer scorer, double[] state, int offset, long seed, int events) {
    RandomGenerator random = new SplittableRandom(seed);
    double score = Double.NaN;
    for (int i = 0; i < events; i++) {
      score = scorer.score(readings(random), readings(random), state, offset, new double[TARGETS]);
    }
    return score;
  }

  private static double[] readings(RandomGenerator random) {
    return random.doubles(TARGETS, -1, 1).toArray();
  }
}
