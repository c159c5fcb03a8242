package io.tidemill.offline;

import java.util.SplittableRandom;

/** Orders that a seed says, the same on every JVM. */
final class Orders {
  private Orders() {}

  /** The numbers from 0 on in a random order. */
  static int[] of(int count, long seed) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    shuffle(order, seed);
    return order;
  }

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
