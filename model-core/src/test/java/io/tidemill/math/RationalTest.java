package io.tidemill.math;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RationalTest {

  @Test
  void isTanhToWithin4e7() {
    double worst = 0;
    for (int bits = 0; bits < 0x7f800000; bits += 4099) {
      float x = Float.intBitsToFloat(bits);
      worst = Math.max(worst, Math.abs(Rational.tanh(x) - Math.tanh(x)));
      assertThat(Rational.tanh(-x)).isEqualTo(-Rational.tanh(x));
      assertThat(Math.abs(Rational.tanh(x))).isLessThanOrEqualTo(1);
    }
    assertThat(worst).isBetween(1e-8, 4e-7);
  }

  @Test
  void keepsWhatIsNoNumber() {
    assertThat(Rational.tanh(Float.NaN)).isNaN();
    assertThat(Rational.tanh(-Float.NaN)).isNaN();
    assertThat(Rational.tanh(Float.POSITIVE_INFINITY)).isCloseTo(1, within(1e-6f));
    assertThat(Rational.tanh(Float.NEGATIVE_INFINITY)).isCloseTo(-1, within(1e-6f));
  }

  private static org.assertj.core.data.Offset<Float> within(float bound) {
    return org.assertj.core.api.Assertions.within(bound);
  }
}
