package io.tidemill.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.Contribution;
import io.tidemill.schema.message.Evidence;
import io.tidemill.schema.message.IncidentTransition;
import io.tidemill.snapshot.ModelVersion;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;

class ScreenLayoutTest {

  private static final long NOON = Instant.parse("2026-01-13T12:00:00Z").toEpochMilli();

  @Test
  void showsEverythingOnTwentyFourLinesOfEightyColumns() {
    List<String> lines = lines(80, 24, List.of(leak(), stuck(), silence()));
    assertThat(lines).hasSize(24).allMatch(line -> line.length() <= 80);
    assertThat(String.join("\n", lines))
        .startsWith(
            """
             Tidemill  demo                                                    0:42 of 1:30

             events         126,000  3,001/s            event time   Tue 13 Jan 2026 12:00
             latency        p50 9 ms  p99 31 ms         freshness    p50 640 ms  p99 1.20 s
             model          1.42, 600 ms old            published    43  refused 1
             unscored       120  late 0                 dead letters 7

             forecast error 0.081  last value 0.122  ratio 0.66  █▆▅
             incidents      3 raised: 2 true, 1 false   precision    0.67
             faults         1 found, 1 missed           recall       0.50

             Open incidents 3
             key         since         evidence  grade  observed (expected)
             station-17  13 Jan 12:00  residual   0.98  flow 84.20 (61.00) …
             station-18  13 Jan 12:00  stuck      0.80  current 12.34 again
             station-19  13 Jan 12:00  silence    1.00  no events
            """
                .stripTrailing());
    assertThat(lines.get(23)).isEqualTo(" Ctrl-C ends the run with its summary");
  }

  @Test
  void tooManyIncidentsAreCounted() {
    List<String> lines = lines(80, 24, Collections.nCopies(40, leak()));
    assertThat(lines).hasSize(24);
    assertThat(lines.get(22)).isEqualTo(" and 31 more");
  }

  @Test
  void widerTerminalsShowMoreReadings() {
    assertThat(lines(120, 30, List.of(leak())).get(13)).endsWith("pressure 3.100 (4.400)");
  }

  @Test
  void plainLineSaysTheSame() {
    assertThat(PlainLine.of(progress(List.of()), 3_001, NOON))
        .isEqualTo(
            "0:42  126,000 events  3,001/s  latency p50 9 ms  p99 31 ms  model 1.42, 600 ms old"
                + "  forecast error 0.081 (last value 0.122)  0 open incidents  precision 0.67"
                + "  recall 0.50");
  }

  private static List<String> lines(int width, int height, List<Incident> open) {
    return new ScreenLayout("demo", "1:30", width, height)
        .lines(progress(open), 3_001, NOON).stream()
            .map(AttributedString::toString)
            .map(String::stripTrailing)
            .collect(Collectors.toList());
  }

  private static Progress progress(List<Incident> open) {
    Summary soFar =
        new Summary(
            126_000,
            125_873,
            120,
            7,
            0,
            43,
            new Percentiles(640, 1_200),
            new Percentiles(9, 31),
            3_000,
            error(0.081, 0.122),
            new IncidentCounts(3, new IncidentCounts.Judged(2, 1, 1, 1)),
            Drifts.SoFar.NONE,
            Evaluations.SoFar.NONE,
            42.3);
    return new Progress(
        soFar,
        NOON,
        new ModelVersion(1, 42),
        NOON - 600,
        1,
        open,
        List.of(error(0.12, 0.1142), error(0.1, 0.12), error(0.08, 0.12)));
  }

  private static ForecastError error(double online, double naive) {
    return new ForecastError(online, naive, List.of(online), List.of(naive));
  }

  @Test
  void keysCannotCommandTheTerminal() {
    Incident rogue = incident("a\u001b[2J\u009b1m", Evidence.SILENCE, 1);
    assertThat(String.join("", lines(80, 24, List.of(rogue))))
        .contains("a\uFFFD[2J\uFFFD1m")
        .doesNotContain("\u001b", "\u009b");
  }

  private static Incident leak() {
    return incident(
        "station-17",
        Evidence.RESIDUAL,
        0.98,
        new Contribution("flow", 84.2, 61.0, 0.7),
        new Contribution("pressure", 3.1, 4.4, 0.3));
  }

  private static Incident stuck() {
    return incident(
        "station-18", Evidence.STUCK, 0.8, new Contribution("current", 12.34, null, 1.0));
  }

  private static Incident silence() {
    return incident("station-19", Evidence.SILENCE, 1);
  }

  private static Incident incident(
      String key, Evidence evidence, double grade, Contribution... contributions) {
    return Incident.begun(
        Alert.newBuilder()
            .setAlertId(key)
            .setIncidentId(key)
            .setTransition(IncidentTransition.OPENED)
            .setKey(key)
            .setTime(NOON)
            .setEvidence(evidence)
            .setScore(5)
            .setThreshold(4)
            .setGrade(grade)
            .setIncidentStart(NOON)
            .setIncidentPeak(grade)
            .setContributions(List.of(contributions))
            .build());
  }
}
