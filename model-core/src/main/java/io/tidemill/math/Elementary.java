package io.tidemill.math;

/**
 * The functions that cells and activations are made of, in single precision. The vector kernels
 * write out the same operations in the same order. NaN gives NaN: a broken weight must stay visible
 * in the output.
 */
final class Elementary {
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

  static final float R1 = -1.60960333262415e-02f;
  static final float R3 = -2.95459980854025e-03f;
  static final float R5 = -7.34990630326855e-04f;
  static final float R7 = -5.69250639462346e-05f;
  static final float R9 = -2.10102402082508e-06f;
  static final float R11 = 2.77068142495902e-08f;
  static final float R13 = -2.72614225801306e-10f;
  static final float S0 = -1.42647390514189e-02f;
  static final float S2 = -7.37332916720468e-03f;
  static final float S4 = -1.68282697438203e-03f;
  static final float S6 = -2.13374055278905e-04f;
  static final float S8 = -1.45660718464996e-05f;
  static final float ERF_LIMIT = 4f;

  static final float EXP_LEAST = -87f;
  static final float EXP_MOST = 88f;
  static final float LOG2E = 1.44269504f;

  /** 1.5 * 2^23: added to a float it leaves the nearest whole number in the lowest bits. */
  static final float ROUND = 0x1.8p23f;

  static final float LN2_HIGH = -0.693359375f;
  static final float LN2_LOW = 2.12194440e-4f;
  static final float T2 = 5.0000001201e-1f;
  static final float T3 = 1.6666665459e-1f;
  static final float T4 = 4.1665795894e-2f;
  static final float T5 = 8.3334519073e-3f;
  static final float T6 = 1.3981999507e-3f;
  static final float T7 = 1.9875691500e-4f;
  static final float ONE = 1f;
  static final int ONE_BITS = Float.floatToRawIntBits(1f);

  private Elementary() {}

  /**
   * tanh(x) as a rational function of degree 13 over 6, with Eigen's minimax coefficients; absolute
   * error at most 4e-7.
   */
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

  /**
   * The error function as a rational function of degree 13 over 8, with Eigen's minimax
   * coefficients; absolute error at most 4e-7.
   */
  static float erf(float value) {
    float x = Math.max(Math.min(value, ERF_LIMIT), -ERF_LIMIT);
    float s = x * x;
    float p = Math.fma(s, R13, R11);
    p = Math.fma(p, s, R9);
    p = Math.fma(p, s, R7);
    p = Math.fma(p, s, R5);
    p = Math.fma(p, s, R3);
    p = Math.fma(p, s, R1) * x;
    float q = Math.fma(s, S8, S6);
    q = Math.fma(q, s, S4);
    q = Math.fma(q, s, S2);
    q = Math.fma(q, s, S0);
    return Math.max(Math.min(p / q, ONE), -ONE);
  }

  /**
   * e^x by the polynomial of the Cephes library on [-ln 2 / 2, ln 2 / 2], relative error at most
   * 2e-7; x is held within [-87, 88], so that the result is neither 0 nor infinite.
   */
  static float exp(float value) {
    float x = Math.max(Math.min(value, EXP_MOST), EXP_LEAST);
    float t = Math.fma(x, LOG2E, ROUND);
    float k = t - ROUND;
    float r = Math.fma(k, LN2_HIGH, x);
    r = Math.fma(k, LN2_LOW, r);
    float p = Math.fma(r, T7, T6);
    p = Math.fma(p, r, T5);
    p = Math.fma(p, r, T4);
    p = Math.fma(p, r, T3);
    p = Math.fma(p, r, T2);
    p = Math.fma(p, r * r, r) + ONE;
    return p * Float.intBitsToFloat((Float.floatToRawIntBits(t) + 127) << 23);
  }

  /** 1 above 0, else 0. */
  static float step(float value) {
    int bits = Float.floatToRawIntBits(value);
    return Float.intBitsToFloat(((-bits & ~bits) >> 31) & ONE_BITS);
  }
}
