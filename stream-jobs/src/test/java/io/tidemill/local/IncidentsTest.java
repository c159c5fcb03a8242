package io.tidemill.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.Evidence;
import io.tidemill.schema.message.IncidentTransition;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncidentsTest {

  private static final long HOUR = 3_600_000;
  private static final List<KnownFault> FAULT = List.of(new KnownFault("a", 10 * HOUR, 20 * HOUR));

  private final Incidents incidents = new Incidents();

  @Test
  void incidentInsideAFaultFindsIt() {
    incidents.alert(alert("1", "a", 12 * HOUR, 12 * HOUR));
    assertThat(judge(30)).isEqualTo(new IncidentCounts.Judged(1, 0, 1, 0));
  }

  @Test
  void twoIncidentsOfOneFaultAreTwoTruthsAndOneFind() {
    incidents.alert(alert("1", "a", 12 * HOUR, 12 * HOUR));
    incidents.alert(alert("2", "a", 20 * HOUR, 20 * HOUR)); // its end, within the grace
    assertThat(judge(30)).isEqualTo(new IncidentCounts.Judged(2, 0, 1, 0));
  }

  @Test
  void graceEndsThreeHoursAfterTheFault() {
    incidents.alert(alert("1", "a", 23 * HOUR, 23 * HOUR));
    assertThat(judge(30)).isEqualTo(new IncidentCounts.Judged(0, 1, 0, 1));
  }

  @Test
  void incidentThatBeganBeforeTheFaultAndWentOnIntoItIsTrue() {
    incidents.alert(alert("1", "a", 9 * HOUR, 9 * HOUR));
    assertThat(judge(30).falseIncidents()).isEqualTo(1);
    incidents.alert(alert("1", "a", 9 * HOUR, 11 * HOUR));
    assertThat(judge(30)).isEqualTo(new IncidentCounts.Judged(1, 0, 1, 0));
  }

  @Test
  void otherKeysIncidentIsFalse() {
    incidents.alert(alert("1", "b", 12 * HOUR, 12 * HOUR));
    assertThat(judge(30)).isEqualTo(new IncidentCounts.Judged(0, 1, 0, 1));
  }

  @Test
  void faultThatHasJustBegunIsNotMissedYet() {
    assertThat(judge(12).missed()).isZero();
    assertThat(judge(13).missed()).isEqualTo(1);
    assertThat(judge(12).recall()).isNaN();
    assertThat(judge(13).recall()).isZero();
  }

  @Test
  void closingSaysNothingAboutWhenItWasOdd() {
    incidents.alert(alert("1", "a", 8 * HOUR, 8 * HOUR));
    Alert closing = alert("1", "a", 8 * HOUR, 12 * HOUR);
    closing.setEvidence(Evidence.NONE);
    closing.setTransition(IncidentTransition.CLOSED);
    closing.setGrade(0);
    assertThat(incidents.open()).hasSize(1);
    incidents.alert(closing);
    assertThat(incidents.open()).isEmpty();
    assertThat(judge(30).falseIncidents()).isEqualTo(1);
  }

  @Test
  void tellingAlertIsTheOneWithTheHighestGrade() {
    Alert strong = alert("1", "a", HOUR, 2 * HOUR);
    strong.setGrade(0.9);
    incidents.alert(alert("1", "a", HOUR, HOUR));
    incidents.alert(strong);
    incidents.alert(alert("1", "a", HOUR, 3 * HOUR));
    assertThat(incidents.open().get(0).telling()).isSameAs(strong);
    assertThat(incidents.open().get(0).last()).isEqualTo(3 * HOUR);
  }

  private IncidentCounts.Judged judge(long hours) {
    return incidents.judge(FAULT, hours * HOUR);
  }

  private static Alert alert(String incident, String key, long start, long time) {
    return Alert.newBuilder()
        .setAlertId(incident + "@" + time)
        .setIncidentId(incident)
        .setTransition(start == time ? IncidentTransition.OPENED : IncidentTransition.CONTINUED)
        .setKey(key)
        .setTime(time)
        .setEvidence(Evidence.RESIDUAL)
        .setScore(5)
        .setThreshold(4)
        .setGrade(0.5)
        .setIncidentStart(start)
        .setIncidentPeak(0.5)
        .build();
  }
}
