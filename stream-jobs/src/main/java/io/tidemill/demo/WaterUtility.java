package io.tidemill.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A water utility with its pumping stations: an endless, seeded stream of readings in the order of
 * their arrival, and the faults behind them. Each station reports every ten minutes of event time,
 * the stations one after another. The same arguments give the same readings. Not thread-safe, but
 * {@link #faultsUntil} may be asked from any thread.
 */
public final class WaterUtility {

  /** Event time between two readings of a station. */
  public static final Duration EVERY = Duration.ofMinutes(10);

  /** Event time of the first reading: a Monday. */
  public static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  /** No reading arrives later than this after its time, in event time. */
  public static final Duration LARGEST_DELAY = Duration.ofMinutes(40);

  /** Nothing fails this long, so that there is something normal to learn from. */
  public static final Duration WARM_UP = Duration.ofDays(6);

  private static final double DELAYED = 0.02;
  private static final double TARIFF_MS = Duration.ofDays(1).toMillis();

  private final long seed;
  private final long regimeChange;
  private final List<Station> stations;
  private final Weather weather;
  private final Random delays;
  private final PriorityQueue<Delayed> delayed =
      new PriorityQueue<>(Comparator.comparingLong(Delayed::arrival));
  private long step = -1;
  private int station;

  private record Delayed(long arrival, Reading reading) {}

  /**
   * @param stations how many, at least 1
   * @param regimeChange event time after {@link #START} from which, over a day, a new tariff moves
   *     the demand for good
   */
  public WaterUtility(int stations, long seed, Duration regimeChange) {
    if (stations < 1 || stations > 1_000_000) {
      throw new IllegalArgumentException("stations is " + stations + ": must be 1 to 1000000");
    }
    this.seed = seed;
    this.regimeChange = START.plus(regimeChange).toEpochMilli();
    this.weather = new Weather(mix(seed, -1));
    this.delays = new Random(mix(seed, -2));
    this.stations = new ArrayList<>(stations);
    for (int s = 0; s < stations; s++) {
      this.stations.add(new Station(name(s, stations), mix(seed, 2L * s), faults(s, stations)));
    }
    this.station = stations;
  }

  /** The next reading to arrive. */
  public Reading next() {
    while (true) {
      if (station == stations.size()) {
        station = 0;
        step++;
        weather.advance();
      }
      long time = time(step, station);
      Delayed due = delayed.peek();
      if (due != null && due.arrival() <= time) {
        delayed.remove();
        return due.reading();
      }
      Reading reading = read(stations.get(station++), time);
      if (reading != null && delays.nextDouble() >= DELAYED) {
        return reading;
      }
      if (reading != null) {
        long delay = 1 + (long) (delays.nextDouble() * LARGEST_DELAY.toMillis());
        delayed.add(new Delayed(time + delay, reading));
      }
    }
  }

  private @Nullable Reading read(Station next, long time) {
    double tariff = Demand.smooth((time - regimeChange) / TARIFF_MS);
    return next.read(time, EVERY.toMillis() / 3_600_000.0, weather, tariff);
  }

  /** The faults that began before an event time, by station. */
  public List<Fault> faultsUntil(long time) {
    List<Fault> begun = new ArrayList<>();
    for (int s = 0; s < stations.size(); s++) {
      StationFaults faults = faults(s, stations.size());
      for (Fault fault = faults.next(); fault.start() < time; fault = faults.next()) {
        begun.add(fault);
      }
    }
    return begun;
  }

  private long time(long step, int station) {
    return START.toEpochMilli()
        + step * EVERY.toMillis()
        + station * EVERY.toMillis() / stations.size();
  }

  private StationFaults faults(int station, int stations) {
    long from = START.plus(WARM_UP).toEpochMilli();
    return new StationFaults(name(station, stations), mix(seed, 2L * station + 1), from);
  }

  private static String name(int station, int stations) {
    int digits = Math.max(2, Integer.toString(stations).length());
    return ("station-%0" + digits + "d").formatted(station + 1);
  }

  /** Unrelated seeds for related numbers (the finaliser of SplitMix64). */
  private static long mix(long seed, long stream) {
    long z = seed * 0x9E3779B97F4A7C15L + stream * 0xD1B54A32D192ED03L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
