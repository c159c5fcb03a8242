package io.tidemill.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class KappaTest {

  /** 20 and 15 of 50 agree, 5 and 10 do not: expected by chance is 0.5, kappa 0.4. */
  @Test
  void ofTwoReadersIsCohens() {
    long[][] confusion = {{20, 5}, {10, 15}};
    assertThat(Kappa.byChance(confusion)).isCloseTo(0.5, within(1e-12));
    assertThat(Kappa.of(0.7, Kappa.byChance(confusion))).isCloseTo(0.4, within(1e-12));
  }

  @Test
  void isOneIfPerfectAndNegativeIfWorseThanNaive() {
    assertThat(Kappa.of(1, 0.853)).isEqualTo(1);
    assertThat(Kappa.of(0.853, 0.853)).isZero();
    assertThat(Kappa.of(0.8, 0.9)).isCloseTo(-1, within(1e-12));
    assertThat(Kappa.of(1, 1)).isNaN();
  }
}
