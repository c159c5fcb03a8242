package io.tidemill.integration;

import java.util.Random;

/**
 * Readings of water tanks, seeded: a rhythm of 24 minutes with noise, of which some are missing and
 * some come late.
 */
final class Tanks {
  static final long START = 1_700_000_000_000L;
  static final long STEP = 60_000; // ms of event time between two readings of a tank
  private static final long PERIOD = 24 * STEP;
  private static final double MISSING = 0.03;
  private static final double OUT_OF_ORDER = 0.03;

  private final Random random;
  private final int tanks;
  private long sent;

  /** A reading; NaN: missing. */
  record Reading(String tank, long time, double level, double inflow) {

    double[] numbers() {
      return new double[] {level, inflow};
    }

    String json() {
      return "{\"tank\": \"%s\", \"at\": %d, \"level\": %s, \"inflow\": %s}"
          .formatted(tank, time, json(level), json(inflow));
    }

    private static String json(double value) {
      return Double.isNaN(value) ? "null" : Double.toString(value);
    }
  }

  Tanks(int tanks, long seed) {
    this.tanks = tanks;
    this.random = new Random(seed);
  }

  /** The next reading; the tanks take turns. */
  Reading next() {
    int tank = (int) (sent % tanks);
    long step = sent++ / tanks;
    long time = START + step * STEP + tank;
    if (step > 5 && random.nextDouble() < OUT_OF_ORDER) {
      time -= STEP * (1 + random.nextInt(4)) + STEP / 2;
    }
    double phase = 2 * Math.PI * (time % PERIOD) / PERIOD;
    double size = 1 + tank % 7;
    double level = size * (5 + 2 * Math.sin(phase) + 0.2 * random.nextGaussian());
    double inflow = size * (1 + 0.5 * Math.cos(phase) + 0.1 * random.nextGaussian());
    return new Reading("tank-" + tank, time, orMissing(level), orMissing(inflow));
  }

  private double orMissing(double value) {
    return random.nextDouble() < MISSING ? Double.NaN : value;
  }
}
