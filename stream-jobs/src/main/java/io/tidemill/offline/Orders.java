package io.tidemill.offline;

import java.util.SplittableRandom;

/** Orders that a seed says, the same on every JVM. */
final class Orders {
  private Orders() {}

  /** Puts the values in a random order (Durstenfeld 1964). */
  static void shuffle(int[] values, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }
}
