package io.tidemill.optimizer;

/** Bounds that the settings of several optimisers share. */
final class Settings {

  private Settings() {}

  /** Refuses a size of steps that is not above 0. */
  static void requireRate(String optimizer, double rate) {
    require(optimizer + ".rate", rate, rate > 0 && Double.isFinite(rate), "above 0, as 0.001");
  }

  /** Refuses a share of the past outside [0, 1). */
  static void requireDecay(String name, double decay) {
    require(name, decay, decay >= 0 && decay < 1, "in [0, 1), as 0.9");
  }

  /** Refuses an addend that would not keep a quotient finite. */
  static void requireEpsilon(String optimizer, double epsilon) {
    boolean holds = epsilon > 0 && Double.isFinite(epsilon);
    require(optimizer + ".epsilon", epsilon, holds, "above 0, as 1e-8");
  }

  /** Refuses a strength below 0. */
  static void requireStrength(String name, double strength) {
    require(name, strength, strength >= 0 && Double.isFinite(strength), "at least 0, as 0.01");
  }

  static void require(String name, double value, boolean holds, String range) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + ": it must be " + range);
    }
  }
}
