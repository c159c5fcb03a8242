package io.tidemill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GateTest {
  private final Gate gate = new Gate(20, 32, 0.1, true, 1, 0.5, null);

  @Test
  void acceptsWhatIsNoWorse() {
    assertThat(gate.objection(true, 0.9, 1.0)).isEmpty();
    assertThat(gate.objection(true, 1.0, 1.0)).isEmpty();
  }

  @Test
  void acceptsWhatIsWorseWithinTheTolerance() {
    assertThat(gate.objection(true, 1.099, 1.0)).isEmpty();
  }

  @Test
  void refusesWhatIsWorseBeyondTheTolerance() {
    assertThat(gate.objection(true, 1.2, 1.0))
        .hasValueSatisfying(
            reason -> assertThat(reason).contains("1.200").contains("1.000").contains("10 %"));
  }

  @Test
  void refusesWhatIsNotFinite() {
    assertThat(gate.firstObjection(false)).contains("weights are not finite");
    assertThat(gate.objection(false, 0.1, 1.0)).contains("weights are not finite");
    assertThat(gate.objection(true, Double.NaN, 1.0)).isPresent();
    assertThat(gate.objection(true, Double.POSITIVE_INFINITY, 1.0)).isPresent();
  }

  @Test
  void replacesAVersionThatPredictsNothingFinite() {
    assertThat(gate.objection(true, 5.0, Double.NaN)).isEmpty();
    assertThat(gate.objection(true, 5.0, Double.POSITIVE_INFINITY)).isEmpty();
  }

  @Test
  void acceptsRoundingOnASeriesWithoutError() {
    assertThat(gate.objection(true, 1e-9, 0)).isEmpty();
  }
}
