package io.tidemill.demo;

/**
 * What one station reports at one time; a number that is NaN is missing.
 *
 * @param time event time, milliseconds
 * @param flow l/s
 * @param pressure bar
 * @param current A
 * @param temperature °C
 */
public record Reading(
    String station, long time, double flow, double pressure, double current, double temperature) {

  public double of(Channel channel) {
    return switch (channel) {
      case FLOW -> flow;
      case PRESSURE -> pressure;
      case CURRENT -> current;
      case TEMPERATURE -> temperature;
    };
  }
}
