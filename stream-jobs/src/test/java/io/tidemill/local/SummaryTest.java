package io.tidemill.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.schema.message.MetricsKind;
import io.tidemill.schema.message.ModelMetrics;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SummaryTest {

  private static final ForecastError ERROR =
      new ForecastError(0.123456, 0.2, List.of(0.123456), List.of(0.2));

  @Test
  void jsonHasEveryKeyInOrder() {
    Summary summary =
        new Summary(
            1000,
            980,
            15,
            5,
            2,
            21,
            new Percentiles(650, 1_200),
            new Percentiles(9, 31),
            2999.96,
            ERROR,
            new IncidentCounts(10, new IncidentCounts.Judged(9, 1, 8, 2)),
            Drifts.SoFar.NONE,
            Evaluations.SoFar.NONE,
            90.04);
    assertThat(summary.toJson())
        .isEqualTo(
            "{\"events\":1000,\"predictions\":980,\"unscored\":15,\"deadLetters\":5,\"late\":2,"
                + "\"modelVersions\":21,\"freshnessMs\":{\"p50\":650,\"p99\":1200},"
                + "\"latencyMs\":{\"p50\":9,\"p99\":31},\"eventsPerSecond\":3000.0,"
                + "\"onlineError\":0.1235,\"naiveError\":0.2,"
                + "\"incidents\":{\"raised\":10,\"true\":9,\"false\":1,\"missed\":2,"
                + "\"precision\":0.9,\"recall\":0.8},\"seconds\":90.0}");
    assertThat(summary.unanswered()).isZero();
  }

  @Test
  void saysHowOftenAndWhenTheStreamHasChanged() {
    Percentiles none = new Percentiles(1, 2);
    Drifts drifts = new Drifts();
    for (int i = 0; i < 7; i++) {
      drifts.add(
          ModelMetrics.newBuilder()
              .setKind(MetricsKind.DRIFT)
              .setAt(0)
              .setName("water")
              .setEpoch(1)
              .setSequence(i)
              .setReason("loss rose: told " + i)
              .setSteps(i)
              .setSequences(i)
              .setValues(Map.of("time", 3_600_000.0 * i))
              .build());
    }
    Summary summary =
        new Summary(
            9,
            9,
            0,
            0,
            0,
            1,
            none,
            none,
            1,
            null,
            new IncidentCounts(0, null),
            drifts.soFar(),
            Evaluations.SoFar.NONE,
            9);
    assertThat(summary.toJson()).contains(",\"drifts\":7,\"seconds\":9.0}");
    assertThat(SummaryTable.of(summary, List.of()))
        .anyMatch(line -> line.matches(" +changes +7 found in the stream"))
        .anyMatch(line -> line.endsWith("06:00 loss rose: told 6"))
        .noneMatch(line -> line.endsWith("told 1"));
  }

  @Test
  void tellsTheLastWindowAndWhatFadesOfAllKeys() {
    Percentiles none = new Percentiles(1, 2);
    Evaluations evaluations = new Evaluations();
    assertThat(evaluations.soFar().text()).isEmpty();
    evaluations.add(evaluated(3_600_000L, null, Map.of("accuracy", 0.75, "fadedAccuracy", 0.5)));
    evaluations.add(evaluated(3_600_000L, "key=a", Map.of("fadedAccuracy", 0.1)));
    evaluations.add(
        evaluated(
            null,
            null,
            Map.of(
                "rows",
                9.0,
                "fadedAccuracy",
                0.875,
                "fadedAccuracyNoChange",
                0.25,
                "fadedAccuracyMajority",
                0.5)));
    Summary summary =
        new Summary(
            9,
            9,
            0,
            0,
            0,
            1,
            none,
            none,
            1,
            null,
            new IncidentCounts(0, null),
            Drifts.SoFar.NONE,
            evaluations.soFar(),
            9);
    assertThat(summary.toJson())
        .contains(
            ",\"inService\":{\"window\":{\"start\":3600000,\"end\":7200000,\"accuracy\":0.75},"
                + "\"faded\":{\"accuracy\":0.875,\"accuracyMajority\":0.5,"
                + "\"accuracyNoChange\":0.25}},\"seconds\"");
    assertThat(SummaryTable.of(summary, List.of()))
        .anyMatch(
            line ->
                line.matches(" +in service +accuracy 0.875, no change 0.250, majority 0.500  .*"));
  }

  private static ModelMetrics evaluated(
      @Nullable Long start, @Nullable String segment, Map<String, Double> values) {
    return ModelMetrics.newBuilder()
        .setKind(MetricsKind.EVALUATED)
        .setAt(0)
        .setName("water")
        .setEpoch(1)
        .setSequence(1)
        .setSteps(0)
        .setSequences(0)
        .setSegment(segment)
        .setWindowStart(start)
        .setWindowEnd(start == null ? null : Long.valueOf(start + 3_600_000))
        .setValues(values)
        .build();
  }

  @Test
  void whatNobodyKnowsIsNull() {
    Percentiles none = new Percentiles(Double.NaN, Double.NaN);
    Summary summary =
        new Summary(
            0,
            0,
            0,
            0,
            0,
            0,
            none,
            none,
            Double.NaN,
            ForecastError.of(new double[1], new double[1], new double[1]),
            new IncidentCounts(3, null),
            Drifts.SoFar.NONE,
            Evaluations.SoFar.NONE,
            0);
    assertThat(summary.toJson())
        .contains("\"freshnessMs\":{\"p50\":null,\"p99\":null}", "\"onlineError\":null")
        .contains(
            "{\"raised\":3,\"true\":null,\"false\":null,\"missed\":null,"
                + "\"precision\":null,\"recall\":null}");
  }
}
