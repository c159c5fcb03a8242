package io.tidemill.demo;

import java.util.Random;

/** What all stations share: the noise of the common demand, and the air. Not thread-safe. */
final class Weather {

  private final Random random;
  private double demand;
  private double warmth;

  Weather(long seed) {
    this.random = new Random(seed);
  }

  /** Goes on by one reading interval. */
  void advance() {
    demand = Station.correlated(demand, 0.995, 0.02, random);
    warmth = Station.correlated(warmth, 0.999, 2.5, random);
  }

  /** Deviation of everyone's demand, relative to capacity. */
  double demand() {
    return demand;
  }

  /** Air temperature, °C. */
  double air(long time) {
    double day = (time % 86_400_000L) / 86_400_000.0;
    return 12 + warmth - 4 * Math.cos(2 * Math.PI * (day - 0.125));
  }
}
