package io.tidemill.demo;

import java.time.Duration;

/**
 * How much water the households behind a station draw, relative to its capacity: two peaks a day,
 * later and lower ones at the weekend, and a tariff that moves the evening's use into the night.
 *
 * @param shiftHours how much later than elsewhere the day goes here
 * @param morning height of the morning peak
 * @param evening height of the evening peak
 */
record Demand(double shiftHours, double morning, double evening) {

  /** A Monday, 00:00. */
  private static final long MONDAY_MS = Duration.ofDays(4).toMillis();

  private static final long WEEK_MS = Duration.ofDays(7).toMillis();
  private static final double HOUR_MS = Duration.ofHours(1).toMillis();
  private static final double NIGHT = 0.38;

  /**
   * Demand at an event time.
   *
   * @param tariff in [0, 1]: how far the new tariff has taken hold
   * @return about 0.4 at night to 1 at the peaks
   */
  double at(long time, double tariff) {
    long shifted = time - MONDAY_MS - Math.round(shiftHours * HOUR_MS);
    double hourOfWeek = Math.floorMod(shifted, WEEK_MS) / HOUR_MS;
    double hour = hourOfWeek % 24;
    double weekend = smooth((hourOfWeek - 119) / 2) - smooth((hourOfWeek - 166) / 2);
    double workday =
        NIGHT
            + morning * (1 - 0.2 * tariff) * peak(hour, 7, 1.4)
            + 0.16 * peak(hour, 13, 2.5)
            + evening * peak(hour, 19 + 2.5 * tariff, 1.8);
    double restday =
        NIGHT
            + 0.9 * morning * peak(hour, 10 - 0.5 * tariff, 2)
            + 0.12 * peak(hour, 14, 3)
            + 0.8 * evening * peak(hour, 20 + 2 * tariff, 2.2);
    return workday + weekend * (restday - workday) + 0.06 * tariff * peak(hour, 2, 2);
  }

  /** A bump of height 1 on the 24-hour circle (von Mises), as wide as a Gaussian of these hours. */
  private static double peak(double hour, double centre, double width) {
    double angle = 2 * Math.PI / 24;
    return Math.exp((Math.cos(angle * (hour - centre)) - 1) / (angle * angle * width * width));
  }

  /** 0 up to 0, 1 from 1 on, smooth between. */
  static double smooth(double x) {
    double clipped = Math.max(0, Math.min(1, x));
    return clipped * clipped * (3 - 2 * clipped);
  }
}
