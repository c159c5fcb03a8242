package io.tidemill.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemandTest {

  @ParameterizedTest
  @ValueSource(doubles = {-1.5, 0, 0.75})
  void neverJumps(double shiftHours) {
    Demand demand = new Demand(shiftHours, 0.5, 0.4);
    double before = demand.at(0, 0);
    for (long time = 0; time < Duration.ofDays(15).toMillis(); time += 60_000) {
      double now = demand.at(time, 0);
      assertThat(Math.abs(now - before)).as("a minute before %d ms", time).isLessThan(0.02);
      before = now;
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1})
  void repeatsEveryWeekAndNotEveryDay(double tariff) {
    Demand demand = new Demand(0.5, 0.5, 0.4);
    long week = Duration.ofDays(7).toMillis();
    long saturdayMorning = Duration.ofDays(2).plusHours(7).toMillis(); // 1970-01-03
    long fridayMorning = saturdayMorning - Duration.ofDays(1).toMillis();

    assertThat(demand.at(saturdayMorning + week, tariff))
        .isEqualTo(demand.at(saturdayMorning, tariff));
    assertThat(demand.at(saturdayMorning, tariff)).isLessThan(demand.at(fridayMorning, tariff));
  }
}
