package io.tidemill.integration;

import java.time.Duration;

/**
 * How much the tests of faults do: little in every build, more where {@code -Dtidemill.faults=long}
 * asks for it.
 *
 * @param seed of the moments, from {@code -Dtidemill.faults.seed} if that is given
 * @param kills in a run
 * @param outage how long what is taken away stays away
 */
record Faults(long seed, int kills, Duration outage) {

  static Faults asked() {
    long seed = Long.getLong("tidemill.faults.seed", 1);
    return "long".equals(System.getProperty("tidemill.faults"))
        ? new Faults(seed, 20, Duration.ofSeconds(60))
        : new Faults(seed, 3, Duration.ofSeconds(8));
  }
}
