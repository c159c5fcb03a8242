package io.tidemill.demo;

/** What a station measures, with its name in the event, its unit and its resolution. */
public enum Channel {
  FLOW("flow", "l/s", 100),
  PRESSURE("pressure", "bar", 1000),
  CURRENT("current", "A", 100),
  TEMPERATURE("temperature", "°C", 100);

  private final String field;
  private final String unit;
  private final double perUnit;

  Channel(String field, String unit, double perUnit) {
    this.field = field;
    this.unit = unit;
    this.perUnit = perUnit;
  }

  /** Name of the number in the event. */
  public String field() {
    return field;
  }

  public String unit() {
    return unit;
  }

  /** The value as the instrument shows it: rounded to its resolution. */
  double shown(double value) {
    return Math.rint(value * perUnit) / perUnit;
  }
}
