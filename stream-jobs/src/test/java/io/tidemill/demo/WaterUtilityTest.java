package io.tidemill.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WaterUtilityTest {

  private static final int STATIONS = 20;
  private static final Duration MIDDLE = Duration.ofDays(20);
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long START = WaterUtility.START.toEpochMilli();

  private static final List<Reading> ARRIVED = new ArrayList<>();
  private static final Map<String, List<Reading>> BY_STATION = new HashMap<>();
  private static final List<Fault> FAULTS = new ArrayList<>();

  @BeforeAll
  static void runFortyDays() {
    WaterUtility utility = new WaterUtility(STATIONS, 42, MIDDLE);
    for (int n = 0; n < 40 * 144 * STATIONS; n++) {
      Reading reading = utility.next();
      ARRIVED.add(reading);
      BY_STATION.computeIfAbsent(reading.station(), s -> new ArrayList<>()).add(reading);
    }
    BY_STATION.values().forEach(r -> r.sort((a, b) -> Long.compare(a.time(), b.time())));
    FAULTS.addAll(utility.faultsUntil(START + 39 * DAY));
  }

  @Test
  void sameSeedGivesTheSameReadings() {
    WaterUtility again = new WaterUtility(STATIONS, 42, MIDDLE);
    WaterUtility other = new WaterUtility(STATIONS, 43, MIDDLE);
    int same = 0;
    int differing = 0;
    for (int n = 0; n < 20_000; n++) {
      same += again.next().equals(ARRIVED.get(n)) ? 1 : 0;
      differing += other.next().equals(ARRIVED.get(n)) ? 0 : 1;
    }
    assertThat(same).isEqualTo(20_000);
    assertThat(differing).isGreaterThan(19_900);
  }

  @Test
  void someReadingsAreMissingAndSomeArriveLate() {
    long missing = 0;
    long disordered = 0;
    long newest = 0;
    long largestDelay = 0;
    for (Reading reading : ARRIVED) {
      missing += Arrays.stream(Channel.values()).filter(c -> Double.isNaN(reading.of(c))).count();
      disordered += reading.time() < newest ? 1 : 0;
      newest = Math.max(newest, reading.time());
      assertThat(newest - reading.time())
          .isLessThanOrEqualTo(WaterUtility.LARGEST_DELAY.toMillis());
    }
    assertThat(largestDelay).isLessThanOrEqualTo(WaterUtility.LARGEST_DELAY.toMillis());
    assertThat(missing / (4.0 * ARRIVED.size())).isCloseTo(0.01, within(0.002));
    assertThat(disordered / (double) ARRIVED.size()).isCloseTo(0.02, within(0.003));
  }

  @Test
  void flowDrivesCurrentAndLowersPressureAndWarmsTheBearing() {
    for (List<Reading> readings : BY_STATION.values()) {
      List<Reading> healthy = healthy(readings);
      assertThat(correlation(healthy, Channel.FLOW, Channel.CURRENT)).isGreaterThan(0.95);
      assertThat(correlation(healthy, Channel.FLOW, Channel.PRESSURE)).isLessThan(-0.9);
      assertThat(correlation(healthy, Channel.FLOW, Channel.TEMPERATURE)).isBetween(0.2, 0.95);
    }
  }

  @Test
  void tariffMovesTheEveningIntoTheNightForGood() {
    double evening = 0;
    double night = 0;
    double eveningAfter = 0;
    double nightAfter = 0;
    for (Reading reading : ARRIVED) {
      long hour = (reading.time() / 3_600_000) % 24;
      boolean before = reading.time() < START + MIDDLE.toMillis();
      boolean after = reading.time() > START + MIDDLE.toMillis() + DAY;
      double flow = reading.flow();
      if (!Double.isNaN(flow)) {
        evening += before && hour == 18 ? flow : 0;
        night += before && hour == 23 ? flow : 0;
        eveningAfter += after && hour == 18 ? flow : 0;
        nightAfter += after && hour == 23 ? flow : 0;
      }
    }
    assertThat(night / evening).isLessThan(0.75);
    assertThat(nightAfter / eveningAfter).isGreaterThan(1);
  }

  @Test
  void faultsOfEveryKindComeAboutOncePerThirtyFiveStationDays() {
    assertThat(FAULTS.size()).isBetween(10, 30); // 33 days after the warm-up, 20 stations
    for (FaultKind kind : FaultKind.values()) {
      assertThat(FAULTS).anyMatch(fault -> fault.kind() == kind);
    }
    assertThat(FAULTS)
        .allMatch(fault -> fault.start() >= START + WaterUtility.WARM_UP.toMillis())
        .allMatch(fault -> fault.end() - fault.start() >= Duration.ofHours(4).toMillis())
        .allMatch(fault -> fault.end() - fault.start() < DAY);
  }

  @Test
  void faultsShowInTheReadings() {
    double change = 0;
    int count = 0;
    for (Fault fault : FAULTS) {
      List<Reading> during = between(fault.station(), fault.start(), fault.end());
      List<Reading> before =
          between(fault.station(), fault.start() - Duration.ofHours(1).toMillis(), fault.start());
      switch (fault.kind()) {
        case SILENCE -> assertThat(during).isEmpty();
        case STUCK_SENSOR ->
            assertThat(during.stream().mapToDouble(r -> r.of(fault.channel())))
                .filteredOn(value -> !Double.isNaN(value))
                .hasSizeGreaterThan(10)
                .containsOnly(last(before, fault.channel()));
        case LEAK, BLOCKED_PIPE -> {
          double sign = fault.kind() == FaultKind.LEAK ? 1 : -1;
          List<Reading> onset = during.subList(1, 4);
          double flow = mean(onset, Channel.FLOW) / mean(before, Channel.FLOW) - 1;
          double pressure = mean(onset, Channel.PRESSURE) - mean(before, Channel.PRESSURE);
          assertThat(sign * flow).as("%s", fault).isGreaterThan(0);
          assertThat(sign * pressure).as("%s", fault).isLessThan(-0.1);
          change += Math.abs(flow);
          count++;
        }
      }
    }
    assertThat(change / count).as("mean share of the flow that a fault moves").isGreaterThan(0.25);
  }

  @Test
  void refusesAWorldWithoutStations() {
    assertThatThrownBy(() -> new WaterUtility(0, 1, MIDDLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stations is 0: must be 1 to 1000000");
  }

  private static List<Reading> between(String station, long from, long until) {
    return BY_STATION.getOrDefault(station, List.of()).stream()
        .filter(reading -> reading.time() >= from && reading.time() < until)
        .toList();
  }

  private static List<Reading> healthy(List<Reading> readings) {
    return readings.stream()
        .filter(
            reading ->
                FAULTS.stream()
                    .noneMatch(
                        fault ->
                            fault.station().equals(reading.station())
                                && fault.start() <= reading.time()
                                && reading.time() < fault.end() + DAY))
        .toList();
  }

  private static double last(List<Reading> readings, Channel channel) {
    double last = Double.NaN;
    for (Reading reading : readings) {
      double value = reading.of(channel);
      last = Double.isNaN(value) ? last : value;
    }
    return last;
  }

  private static double mean(List<Reading> readings, Channel channel) {
    return readings.stream()
        .mapToDouble(reading -> reading.of(channel))
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElseThrow();
  }

  private static double correlation(List<Reading> readings, Channel a, Channel b) {
    double meanA = mean(readings, a);
    double meanB = mean(readings, b);
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (Reading reading : readings) {
      double x = reading.of(a) - meanA;
      double y = reading.of(b) - meanB;
      if (!Double.isNaN(x + y)) {
        ab += x * y;
        aa += x * x;
        bb += y * y;
      }
    }
    return ab / Math.sqrt(aa * bb);
  }
}
