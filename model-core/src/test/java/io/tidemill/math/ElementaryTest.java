package io.tidemill.math;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElementaryTest {

  @Test
  void tanhIsWithin4e7() {
    double worst = 0;
    for (int bits = 0; bits < 0x7f800000; bits += 4099) {
      float x = Float.intBitsToFloat(bits);
      worst = Math.max(worst, Math.abs(Elementary.tanh(x) - Math.tanh(x)));
      assertThat(Elementary.tanh(-x)).isEqualTo(-Elementary.tanh(x));
      assertThat(Math.abs(Elementary.tanh(x))).isLessThanOrEqualTo(1);
    }
    assertThat(worst).isBetween(1e-8, 4e-7);
  }

  @Test
  void tanhKeepsWhatIsNoNumber() {
    assertThat(Elementary.tanh(Float.NaN)).isNaN();
    assertThat(Elementary.tanh(-Float.NaN)).isNaN();
    assertThat(Elementary.tanh(Float.POSITIVE_INFINITY)).isCloseTo(1, within(1e-6f));
    assertThat(Elementary.tanh(Float.NEGATIVE_INFINITY)).isCloseTo(-1, within(1e-6f));
  }

  /** Against the series of Abramowitz and Stegun 7.1.6, in double precision. */
  @Test
  void erfIsWithin4e7() {
    double worst = 0;
    for (float x = -6; x <= 6; x += 0x1p-10f) {
      worst = Math.max(worst, Math.abs(Elementary.erf(x) - erf(x)));
      assertThat(Math.abs(Elementary.erf(x))).isLessThanOrEqualTo(1);
    }
    assertThat(worst).isBetween(1e-8, 4e-7);
    assertThat(Elementary.erf(Float.NaN)).isNaN();
    assertThat(Elementary.erf(Float.NEGATIVE_INFINITY)).isEqualTo(-1);
  }

  private static double erf(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  @Test
  void expIsWithin2e7OfItself() {
    double worst = 0;
    for (float x = -87; x <= 88; x += 0x1p-9f) {
      worst = Math.max(worst, Math.abs(Elementary.exp(x) / Math.exp(x) - 1));
    }
    assertThat(worst).isBetween(1e-8, 2e-7);
    assertThat(Elementary.exp(0)).isEqualTo(1);
    assertThat(Elementary.exp(Float.NaN)).isNaN();
    assertThat(Elementary.exp(-Float.NaN)).isNaN();
    assertThat(Elementary.exp(Float.NEGATIVE_INFINITY)).isBetween(0f, 2e-38f);
    assertThat(Elementary.exp(Float.POSITIVE_INFINITY)).isBetween(1e38f, Float.MAX_VALUE);
  }

  @Test
  void stepIsOneAboveZero() {
    for (float x : new float[] {1, Float.MIN_VALUE, Float.POSITIVE_INFINITY}) {
      assertThat(Elementary.step(x)).isEqualTo(1);
      assertThat(Elementary.step(-x)).isEqualTo(0);
    }
    assertThat(Elementary.step(0f)).isEqualTo(0);
    assertThat(Elementary.step(-0f)).isEqualTo(0);
  }

  private static org.assertj.core.data.Offset<Float> within(float bound) {
    return org.assertj.core.api.Assertions.within(bound);
  }
}
