package io.tidemill.math;

/**
 * tanh as a rational function of degree 13 over 6, with Eigen's minimax coefficients; absolute
 * error at most 4e-7. The vector kernels write out the same operations in the same order.
 */
final class Rational {
  static final float P1 = 4.89352455891786e-03f;
  static final float P3 = 6.37261928875436e-04f;
  static final float P5 = 1.48572235717979e-05f;
  static final float P7 = 5.12229709037114e-08f;
  static final float P9 = -8.60467152213735e-11f;
  static final float P11 = 2.00018790482477e-13f;
  static final float P13 = -2.76076847742355e-16f;
  static final float Q0 = 4.89352518554385e-03f;
  static final float Q2 = 2.26843463243900e-03f;
  static final float Q4 = 1.18534705686654e-04f;
  static final float Q6 = 1.19825839466702e-06f;

  /** Beyond +-7.905 the function is held at its last value; bits compare like sizes. */
  static final int LIMIT_BITS = Float.floatToRawIntBits(7.90531110763549805f);

  private Rational() {}

  /** NaN for NaN: a broken weight must stay visible in the output. */
  static float tanh(float value) {
    int bits = Float.floatToRawIntBits(value);
    int size = bits & 0x7fffffff;
    int nan = (0x7f800000 - size) >> 31;
    float x = Float.intBitsToFloat(Math.min(size, LIMIT_BITS) | (bits & 0x80000000) | nan);
    float s = x * x;
    float p = Math.fma(s, P13, P11);
    p = Math.fma(p, s, P9);
    p = Math.fma(p, s, P7);
    p = Math.fma(p, s, P5);
    p = Math.fma(p, s, P3);
    p = Math.fma(p, s, P1) * x;
    float q = Math.fma(s, Q6, Q4);
    q = Math.fma(q, s, Q2);
    q = Math.fma(q, s, Q0);
    return p / q;
  }

  /** sigmoid(2 x) = 1/2 + 1/2 tanh(x). */
  static float sigmoidOfTwice(float x) {
    return Math.fma(tanh(x), 0.5f, 0.5f);
  }
}
