package io.tidemill.local;

import static io.tidemill.local.TestingMessages.model;
import static io.tidemill.local.TestingMessages.row;
import static io.tidemill.local.TestingMessages.unscored;
import static io.tidemill.local.TestingMessages.withModel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Missing;
import io.tidemill.feature.NumberFeature;
import io.tidemill.feature.Scale;
import io.tidemill.schema.message.Prediction;
import io.tidemill.snapshot.ModelVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {

  private static final FeatureSchema SCHEMA =
      new FeatureSchema(
          List.of("y", "x"),
          List.of(
              new NumberFeature("y", Missing.LAST, Scale.STANDARD),
              new NumberFeature("x", Missing.LAST, Scale.STANDARD)));
  private static final Forecast FORECAST =
      new Forecast(List.of("x"), List.of(1), Forecast.Base.LAST);

  private final Tally tally =
      new Tally(SCHEMA.observedWidth(), new ForecastComparison(SCHEMA, FORECAST, 0), null);

  @Test
  void everyAnswerCountsOnce() {
    for (int n = 0; n < 5; n++) {
      tally.event();
    }
    tally.prediction(unscored("a", 1, 1_000), 1_010);
    tally.prediction(predicted("a", 2, 1_000), 1_030);
    Prediction late = predicted("a", 1, 1_000);
    late.setLate(true);
    tally.prediction(late, 1_030);
    tally.deadLetter();
    Summary summary = tally.summary(2);
    assertThat(summary.unscored()).isEqualTo(1);
    assertThat(summary.predictions()).isEqualTo(2);
    assertThat(summary.late()).isEqualTo(1);
    assertThat(summary.deadLetters()).isEqualTo(1);
    assertThat(summary.unanswered()).isEqualTo(1);
    assertThat(summary.eventsPerSecond()).isEqualTo(2);
    assertThat(summary.latencyMs()).isEqualTo(new Percentiles(30, 30));
  }

  @Test
  void forecastsMeetTheColumnsOfTheirTarget() {
    double[] values = {0, 10, 20, 30};
    for (int t = 0; t < values.length; t++) {
      tally.features(row("a", t, -1, -1, values[t], values[t])); // y, y.last, x, x.last
      tally.prediction(TestingMessages.predicted("a", t, 0, values[t] + 8), 0);
    }
    tally.finish();
    ForecastError error =
        assertThat(tally.summary(1).quality()).asInstanceOf(type(ForecastError.class)).actual();
    assertThat(error.online()).isCloseTo(2 / Math.sqrt(125), within(1e-12));
    assertThat(error.naive()).isCloseTo(10 / Math.sqrt(125), within(1e-12));
  }

  @Test
  void versionsAreCountedOnceWhateverTheirChunks() {
    tally.model(model(1, 100, 0, 2));
    tally.model(model(1, 100, 1, 2));
    tally.model(model(2, 200, 0, 1));
    assertThat(tally.summary(1).modelVersions()).isEqualTo(2);
    assertThat(tally.learnedUntil()).isEqualTo(200);
  }

  @Test
  void ageIsThatOfTheVersionInServiceNotOfTheNewest() {
    tally.model(model(1, 100, 0, 1));
    tally.prediction(withModel(predicted("a", 150, 0), 1, 100), 0);
    tally.model(model(2, 200, 0, 1));
    Progress progress = tally.progress(1);
    assertThat(progress.model()).isEqualTo(new ModelVersion(1, 1));
    assertThat(progress.publishedAt()).isEqualTo(7_001);
    assertThat(progress.eventTime()).isEqualTo(150);
  }

  @Test
  void freshnessRunsUntilAModelThatLearnedTheEventAnswers() {
    tally.prediction(unscored("a", 100, 1_000), 1_005);
    tally.prediction(withModel(predicted("a", 110, 1_400), 1, 100), 1_410);
    assertThat(tally.summary(1).freshnessMs()).isEqualTo(new Percentiles(410, 410));
  }

  @Test
  void nobodyJudgesWithoutTheTruth() {
    assertThat(tally.summary(1).incidents().judged()).isNull();
  }

  private static Prediction predicted(String key, long time, long ingestedAt) {
    return TestingMessages.predicted(key, time, ingestedAt, 0);
  }
}
