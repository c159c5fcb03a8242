package io.tidemill.integration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A kill -9 in the course of a run.
 *
 * @param afterAnswers how many more answers are written since the kill before it; 0: it comes while
 *     the processes are still at recovering from that
 * @param choice which process, where there are several: any number
 */
record Kill(Target target, long afterAnswers, int choice) {

  /** What is killed. */
  enum Target {
    TASK_MANAGER,
    JOB_MANAGER,
    BROKER
  }

  private static final int MOST_ANSWERS = 6000;
  private static final double AT_ONCE = 0.2; // share of kills that do not wait for answers

  /** Kills at random moments, of all targets about equally often; the same for a seed. */
  static List<Kill> schedule(long seed, int count) {
    Random random = new Random(seed);
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      targets.add(Target.values()[i % Target.values().length]);
    }
    Collections.shuffle(targets, random);
    List<Kill> kills = new ArrayList<>();
    for (Target target : targets) {
      boolean atOnce = !kills.isEmpty() && random.nextDouble() < AT_ONCE;
      kills.add(
          new Kill(target, atOnce ? 0 : 1 + random.nextInt(MOST_ANSWERS), random.nextInt(1 << 20)));
    }
    return kills;
  }
}
