package io.tidemill.augment;

import io.tidemill.math.Noise;

/** What is drawn at random: the i-th draw under a noise is always the same. */
final class Draws {
  private static final double UNIT = 0x1p-53;

  private Draws() {}

  /** In [0, 1). */
  static double uniform(long noise, long i) {
    return (Noise.bits(noise, i) >>> 11) * UNIT;
  }

  /** One of -most, ..., most, each as often. */
  static int offset(long noise, long i, int most) {
    return (int) Math.floor(uniform(noise, i) * (2.0 * most + 1)) - most;
  }

  /** Of mean 0 and deviation 1 (Box and Muller 1958); the same bits on every JVM. */
  static double normal(long noise, long i) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform(noise, 2 * i)));
    return radius * StrictMath.cos(2 * Math.PI * uniform(noise, 2 * i + 1));
  }
}
