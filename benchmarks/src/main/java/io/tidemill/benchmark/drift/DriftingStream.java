package io.tidemill.benchmark.drift;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A generated stream whose rule changes every {@code stretch} events.
 *
 * @param stretches rules one after the other
 */
record DriftingStream(Concept concept, Change change, long seed, int stretch, int stretches) {

  int events() {
    return stretch * stretches;
  }

  /** Number and class of every event, [events, width + 1]. */
  double[][] rows() {
    SplittableRandom random = new SplittableRandom(seed);
    long first = Math.floorMod(seed, 3);
    double[][] rows = new double[events()][concept.width() + 1];
    double[] x = new double[concept.width()];
    for (int i = 0; i < rows.length; i++) {
      concept.draw(x, random);
      int now = i / stretch;
      boolean late = random.nextInt(Change.GRADUALLY) >= i % stretch;
      boolean former = change == Change.GRADUAL && now > 0 && late;
      boolean label = concept.label(x, first + change.rule(former ? now - 1 : now), random);
      System.arraycopy(x, 0, rows[i], 0, x.length);
      rows[i][x.length] = label ? 1 : 0;
    }
    return rows;
  }

  String title() {
    return (concept + "-" + change).toLowerCase(Locale.ROOT);
  }
}
