package io.tidemill.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
            0);
    assertThat(summary.toJson())
        .contains("\"freshnessMs\":{\"p50\":null,\"p99\":null}", "\"onlineError\":null")
        .contains(
            "{\"raised\":3,\"true\":null,\"false\":null,\"missed\":null,"
                + "\"precision\":null,\"recall\":null}");
  }
}
