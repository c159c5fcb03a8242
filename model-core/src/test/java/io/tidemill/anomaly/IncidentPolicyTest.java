package io.tidemill.anomaly;

import static io.tidemill.anomaly.IncidentPolicy.Transition.CLOSED;
import static io.tidemill.anomaly.IncidentPolicy.Transition.CONTINUED;
import static io.tidemill.anomaly.IncidentPolicy.Transition.NONE;
import static io.tidemill.anomaly.IncidentPolicy.Transition.OPENED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IncidentPolicyTest {

  private final IncidentPolicy policy = new IncidentPolicy(100);
  private final double[] state = new double[policy.stateSize()];

  @Test
  void alertsWithinTheQuietTimeBelongTogether() {
    assertThat(policy.alert(1_000, 0.5, state, 0)).isEqualTo(OPENED);
    assertThat(policy.timer(1_100, state, 0)).isEqualTo(NONE);
    assertThat(policy.alert(1_100, 0.9, state, 0)).isEqualTo(CONTINUED);
    assertThat(policy.alert(1_150, 0.6, state, 0)).isEqualTo(CONTINUED);
    assertThat(policy.start(state, 0)).isEqualTo(1_000);
    assertThat(policy.peak(state, 0)).isEqualTo(0.9);
    assertThat(policy.alerts(state, 0)).isEqualTo(3);
  }

  @Test
  void closesWhenItsDeadlineIsReachedAndNotBefore() {
    policy.alert(1_000, 0.5, state, 0);
    assertThat(policy.deadline(state, 0)).isEqualTo(1_101);
    assertThat(policy.timer(1_100, state, 0)).isEqualTo(NONE);
    assertThat(policy.timer(1_101, state, 0)).isEqualTo(CLOSED);
    assertThat(policy.timer(5_000, state, 0)).isEqualTo(NONE);
    assertThat(policy.deadline(state, 0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theNextIncidentBeginsAnew() {
    policy.alert(1_000, 0.9, state, 0);
    policy.alert(1_050, 0.9, state, 0);
    policy.timer(2_000, state, 0);
    assertThat(policy.start(state, 0)).as("readable after closing").isEqualTo(1_000);
    assertThat(policy.alert(2_000, 0.5, state, 0)).isEqualTo(OPENED);
    assertThat(policy.start(state, 0)).isEqualTo(2_000);
    assertThat(policy.peak(state, 0)).isEqualTo(0.5);
    assertThat(policy.alerts(state, 0)).isEqualTo(1);
  }

  @Test
  void anAlertOutOfOrderMovesNeitherStartNorEnd() {
    policy.alert(1_000, 0.5, state, 0);
    policy.alert(1_080, 0.5, state, 0);
    assertThat(policy.alert(900, 0.8, state, 0)).isEqualTo(CONTINUED);
    assertThat(policy.start(state, 0)).isEqualTo(1_000);
    assertThat(policy.deadline(state, 0)).isEqualTo(1_181);
    assertThat(policy.peak(state, 0)).isEqualTo(0.8);
  }

  @Test
  void zerosMeanNoIncidentEvenAtTimeZero() {
    assertThat(policy.isOpen(state, 0)).isFalse();
    assertThat(policy.timer(Long.MAX_VALUE, state, 0)).isEqualTo(NONE);
    assertThat(policy.alert(0, 0, state, 0)).isEqualTo(OPENED);
    assertThat(policy.isOpen(state, 0)).isTrue();
  }

  @Test
  void aQuietTimeWithoutEndNeverCloses() {
    IncidentPolicy patient = new IncidentPolicy(Long.MAX_VALUE);
    patient.alert(1_000, 0.5, state, 0);
    assertThat(patient.deadline(state, 0)).isEqualTo(Long.MAX_VALUE);
    assertThat(patient.timer(Long.MAX_VALUE - 1, state, 0)).isEqualTo(NONE);
  }

  @Test
  void refusesAQuietTimeThatIsNone() {
    assertThatThrownBy(() -> new IncidentPolicy(0))
        .hasMessageContaining("is 0 ms: want at least 1 ms");
  }
}
