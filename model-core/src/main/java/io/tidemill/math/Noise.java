package io.tidemill.math;

/**
 * Random numbers that are a function of where they are: SplitMix64 (Steele, Lea and Flood 2014) as
 * a hash of a key and an index. The same bits on every JVM, whatever was drawn before.
 */
public final class Noise {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private Noise() {}

  /** Bits of the index under the key, each as good as random; they are a key again. */
  public static long bits(long key, long index) {
    long z = key + (index + 1) * GOLDEN;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Fills with 0 at the given rate, and with 1 / (1 - rate) elsewhere. */
  public static void mask(long key, double rate, int n, float[] to) {
    long threshold = (long) (rate * 0x1p53);
    float kept = (float) (1 / (1 - rate));
    for (int i = 0; i < n; i++) {
      to[i] = bits(key, i) >>> 11 < threshold ? 0 : kept;
    }
  }

  /** Fills with draws of the standard normal distribution (Box and Muller 1958). */
  public static void normal(long key, int n, float[] to) {
    for (int i = 0; i < n; i += 2) {
      double above0 = ((bits(key, i) >>> 11) + 1) * 0x1p-53;
      double angle = 2 * Math.PI * (bits(key, i + 1) >>> 11) * 0x1p-53;
      double radius = Math.sqrt(-2 * StrictMath.log(above0));
      to[i] = (float) (radius * StrictMath.cos(angle));
      if (i + 1 < n) {
        to[i + 1] = (float) (radius * StrictMath.sin(angle));
      }
    }
  }

  /** y = x * mask, of n elements. */
  public static void apply(float[] mask, int n, float[] x, float[] y) {
    for (int i = 0; i < n; i++) {
      y[i] = x[i] * mask[i];
    }
  }
}
