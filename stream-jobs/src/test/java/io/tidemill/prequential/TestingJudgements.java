package io.tidemill.prequential;

import io.tidemill.snapshot.ModelVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Answers of two classes and their labels, which come some time later. */
final class TestingJudgements {
  static final long MINUTE = 60_000;

  private TestingJudgements() {}

  /** Of three keys in turn, one a minute; every label is known at most {@code delay} later. */
  static List<Judgement> labelled(int count, long delay, long seed) {
    Random random = new Random(seed);
    List<Judgement> judgements = new ArrayList<>();
    int label = 0;
    for (int i = 0; i < count; i++) {
      label = random.nextInt(4) == 0 ? 1 - label : label;
      double p = 1 / (1 + Math.exp(-(label == 1 ? 1.5 : -1.5) - 2 * random.nextGaussian()));
      boolean unscored = i < 5 || random.nextInt(20) == 0;
      long time = i * MINUTE;
      judgements.add(
          new Judgement(
              "k-" + i % 3,
              "e" + i,
              time,
              time + (delay == 0 ? 0 : (long) (delay * random.nextDouble())),
              unscored,
              random.nextInt(10) == 0,
              unscored ? Versions.NONE : Versions.of(new ModelVersion(1, 10 + i / 50)),
              new double[] {label},
              unscored ? new double[0] : new double[] {1 - p, p},
              new double[0]));
    }
    return judgements;
  }

  static List<Judgement> shuffled(List<Judgement> judgements, long seed) {
    List<Judgement> shuffled = new ArrayList<>(judgements);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled;
  }
}
