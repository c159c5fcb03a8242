package io.tidemill.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FreshnessTest {

  private final Freshness freshness = new Freshness();

  @Test
  void countsFromTheOutcomeToTheFirstPredictionThatLearnedFromIt() {
    freshness.outcome(100, 1_000);
    freshness.outcome(200, 1_010);
    freshness.served(150, 1_500); // covers the first: 500 ms
    freshness.served(150, 1_600);
    freshness.served(250, 2_000); // covers the second: 990 ms
    assertThat(freshness.percentiles()).isEqualTo(new Percentiles(500, 990));
  }

  @Test
  void outcomeAtExactlyTheTimeLearnedUntilCounts() {
    freshness.outcome(100, 1_000);
    freshness.served(100, 1_300);
    assertThat(freshness.percentiles()).isEqualTo(new Percentiles(300, 300));
  }

  @Test
  void predictionReadBeforeTheOutcomeStillCounts() {
    freshness.served(100, 1_400);
    freshness.served(200, 1_900);
    freshness.outcome(90, 1_000); // learned by the first: 400 ms
    freshness.outcome(150, 1_200); // learned by the second: 700 ms
    assertThat(freshness.percentiles()).isEqualTo(new Percentiles(400, 700));
  }

  @Test
  void outcomeThatNoModelLearnedIsNotMeasured() {
    freshness.outcome(300, 1_000);
    freshness.served(200, 1_400);
    assertThat(freshness.percentiles().p50()).isNaN();
  }
}
