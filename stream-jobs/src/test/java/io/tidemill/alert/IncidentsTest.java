package io.tidemill.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.anomaly.FixedThreshold;
import io.tidemill.anomaly.IncidentPolicy;
import io.tidemill.anomaly.ResidualScorer;
import io.tidemill.schema.message.Alert;
import io.tidemill.schema.message.Contribution;
import io.tidemill.schema.message.Evidence;
import io.tidemill.schema.message.IncidentTransition;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class IncidentsTest {
  private static final long QUIET = 1000;

  private final Incidents incidents = new Incidents("pumps", new IncidentPolicy(QUIET));
  private final double[] state = new double[incidents.policy().stateSize()];
  private final Detector detector = oddDetector();

  @Test
  void whicheverEvidenceComesContinuesTheIncident() {
    Alert opened = raise("e1", 100);
    Alert silence = incidents.silence("a", 100, 600, null, state, 0);
    Alert continued = raise("e2", 700);

    assertThat(opened.getTransition()).isEqualTo(IncidentTransition.OPENED);
    assertThat(silence.getTransition()).isEqualTo(IncidentTransition.CONTINUED);
    assertThat(silence.getEvidence()).isEqualTo(Evidence.SILENCE);
    assertThat(continued.getTransition()).isEqualTo(IncidentTransition.CONTINUED);
    assertThat(List.of(silence, continued))
        .extracting(Alert::getIncidentId)
        .containsOnly(opened.getIncidentId());
    assertThat(continued.getIncidentStart()).isEqualTo(100);
    assertThat(continued.getIncidentPeak()).isEqualTo(1);
  }

  @Test
  void aRepetitionCarriesTheSameIds() {
    Alert first = raise("e1", 100);
    double[] again = new double[state.length];
    Alert repeated = incidents.raise(detector, "a", "e1", 100, 5, null, again, 0);

    assertThat(repeated).isEqualTo(first);
    assertThat(first.getAlertId()).matches("[0-9a-f]{16}");
    assertThat(raise("e2", 101).getAlertId()).isNotEqualTo(first.getAlertId());
  }

  @Test
  void incidentsOfKeysAndTimesAndPipelinesHaveIdsOfTheirOwn() {
    Alert one = raise("e1", 100);
    Alert otherKey = incidents.raise(detector, "b", "e1", 100, 5, null, new double[5], 0);
    Alert otherTime = incidents.raise(detector, "a", "e1", 101, 5, null, new double[5], 0);
    Alert otherPipeline =
        new Incidents("fans", incidents.policy())
            .raise(detector, "a", "e1", 100, 5, null, new double[5], 0);

    assertThat(List.of(one, otherKey, otherTime, otherPipeline))
        .extracting(Alert::getIncidentId)
        .doesNotHaveDuplicates();
  }

  @Test
  void closesWhenItHasBeenQuietForLonger() {
    Alert opened = raise("e1", 100);

    assertThat(incidents.close("a", 100 + QUIET, null, state, 0)).isNull();
    Alert closed = Objects.requireNonNull(incidents.close("a", 100 + QUIET + 50, null, state, 0));

    assertThat(closed.getTransition()).isEqualTo(IncidentTransition.CLOSED);
    assertThat(closed.getTime()).isEqualTo(100 + QUIET + 1);
    assertThat(closed.getIncidentId()).isEqualTo(opened.getIncidentId());
    assertThat(closed.getAlertId()).isNotEqualTo(opened.getAlertId());
    assertThat(closed.getContributions()).isEmpty();
    assertThat(incidents.close("a", 100 + 2 * QUIET, null, state, 0)).isNull();
  }

  @Test
  void anExtendedIncidentClosesLater() {
    raise("e1", 100);
    incidents.extend(500, state, 0);

    assertThat(incidents.deadline(state, 0)).isEqualTo(500 + QUIET + 1);
  }

  @Test
  void nothingIsExtendedWhereNothingIsOpen() {
    incidents.extend(500, state, 0);

    assertThat(incidents.deadline(state, 0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void namesTheReadingsByTheirShare() {
    List<Contribution> contributions = raise("e1", 100).getContributions();

    assertThat(contributions).extracting(Contribution::getFeature).containsExactly("y", "x");
    assertThat(contributions.get(0).getObserved()).isEqualTo(50);
    assertThat(contributions.get(0).getShare()).isGreaterThan(contributions.get(1).getShare());
  }

  private Alert raise(String eventId, long time) {
    return incidents.raise(detector, "a", eventId, time, 5, null, state, 0);
  }

  /** Has just seen readings that it holds to be odd, y more than x. */
  private static Detector oddDetector() {
    Detector detector =
        new Detector(
            Evidence.RESIDUAL, new ResidualScorer(2), new FixedThreshold(3), List.of("x", "y"));
    double[] state = new double[detector.stateSize()];
    for (int i = 0; i < 200; i++) {
      detector.reading(0, i % 5, 2);
      detector.reading(1, i % 5, 2);
      detector.judge(i, state, 0);
    }
    detector.reading(0, 20, 2);
    detector.reading(1, 50, 2);
    detector.judge(200, state, 0);
    assertThat(detector.grade()).isGreaterThan(0);
    return detector;
  }
}
