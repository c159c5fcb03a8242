package io.tidemill.demo;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One pumping station: flow follows demand, pressure falls with the square of the flow, the motor
 * draws current for the flow, and the bearing warms with the current, hours late. Not thread-safe.
 */
final class Station {

  private static final double MISSING = 0.01;
  private static final double BEARING_LAG_HOURS = 3;
  private static final double BEARING_RISE = 28; // °C at the rated current
  private static final double HOUR_MS = 3_600_000;

  private final String name;
  private final Random random;
  private final StationFaults faults;
  private Fault fault;

  private final Demand demand;
  private final double capacity; // l/s
  private final double head; // bar at no flow
  private final double friction; // bar at capacity
  private final double rated; // A
  private final double tankHours;
  private final double tankSwing;
  private final double tankPhase;

  private double ownDemand;
  private double ownPressure;
  private double bearing = Double.NaN;
  private final Map<Channel, Double> shown = new EnumMap<>(Channel.class);

  Station(String name, long seed, StationFaults faults) {
    this.name = name;
    this.faults = faults;
    this.fault = faults.next();
    this.random = new Random(seed);
    this.demand = new Demand(between(-1.5, 1.5), between(0.3, 0.5), between(0.3, 0.5));
    this.capacity = 20 * Math.exp(between(0, 1.8));
    this.head = between(4, 7);
    this.friction = between(1.0, 1.6);
    this.rated = 1.1 * capacity * between(0.9, 1.2);
    this.tankHours = between(2.5, 5);
    this.tankSwing = between(0.05, 0.08);
    this.tankPhase = between(0, 2 * Math.PI);
  }

  String name() {
    return name;
  }

  /**
   * Goes on to its next reading.
   *
   * @param tariff in [0, 1]: how far the new tariff has taken hold
   * @return null when the station is silent
   */
  @Nullable Reading read(long time, double stepHours, Weather weather, double tariff) {
    while (time >= fault.end()) {
      fault = faults.next();
    }
    measure(time, stepHours, weather, tariff);
    Reading reading =
        new Reading(
            name,
            time,
            sent(Channel.FLOW),
            sent(Channel.PRESSURE),
            sent(Channel.CURRENT),
            sent(Channel.TEMPERATURE));
    return fault.kind() == FaultKind.SILENCE && fault.covers(time) ? null : reading;
  }

  private double sent(Channel channel) {
    double value = shown.getOrDefault(channel, Double.NaN);
    return random.nextDouble() < MISSING ? Double.NaN : value;
  }

  private void measure(long time, double stepHours, Weather weather, double tariff) {
    ownDemand = correlated(ownDemand, 0.995, 0.03, random);
    ownPressure = correlated(ownPressure, 0.995, 0.03, random);
    double leak = fault.severity(FaultKind.LEAK, time);
    double blocked = fault.severity(FaultKind.BLOCKED_PIPE, time);

    double tank = tankSwing * Math.sin(tankPhase + 2 * Math.PI * time / (tankHours * HOUR_MS));
    double wanted = Math.max(0.05, demand.at(time, tariff) + tank + weather.demand() + ownDemand);
    double flow = (wanted + leak) * (1 - blocked);
    double pressure = head + ownPressure - friction * flow * flow - 0.5 * leak + 0.8 * blocked;
    double load = 0.35 + 0.65 * (wanted + leak) + 0.4 * blocked;
    double settled = weather.air(time) + BEARING_RISE * load * load;
    bearing =
        Double.isNaN(bearing)
            ? settled
            : bearing + (settled - bearing) * (1 - Math.exp(-stepHours / BEARING_LAG_HOURS));

    show(Channel.FLOW, time, capacity * Math.max(0, flow + noise(0.008)));
    show(Channel.PRESSURE, time, Math.max(0, pressure + noise(0.015)));
    show(Channel.CURRENT, time, rated * Math.max(0, load + noise(0.008)));
    show(Channel.TEMPERATURE, time, bearing + noise(0.15));
  }

  private void show(Channel channel, long time, double value) {
    boolean stuck =
        fault.kind() == FaultKind.STUCK_SENSOR && fault.channel() == channel && fault.covers(time);
    if (!stuck) {
      shown.put(channel, channel.shown(value));
    }
  }

  private double noise(double deviation) {
    return deviation * random.nextGaussian();
  }

  private double between(double least, double most) {
    return least + (most - least) * random.nextDouble();
  }

  /** The next value of a first-order autoregressive process with this deviation. */
  static double correlated(double last, double correlation, double deviation, Random random) {
    return correlation * last
        + deviation * Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
  }
}
