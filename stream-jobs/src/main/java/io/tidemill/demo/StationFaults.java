package io.tidemill.demo;

import java.time.Duration;
import java.util.Random;

/**
 * The endless sequence of faults of one station: a renewal process drawn from its seed alone, so
 * that the world and whoever judges the alarms see the same faults. Not thread-safe.
 */
final class StationFaults {

  private static final double MEAN_GAP_MS = Duration.ofDays(33).toMillis();
  private static final long LEAST_GAP_MS = Duration.ofDays(2).toMillis();
  private static final long MINUTE_MS = 60_000;

  private final String station;
  private final Random random;
  private long free;

  /**
   * @param from event time before which nothing fails
   */
  StationFaults(String station, long seed, long from) {
    this.station = station;
    this.random = new Random(seed);
    this.free = from;
  }

  /** The next fault, later than all before. */
  Fault next() {
    double gap = -MEAN_GAP_MS * Math.log(1 - random.nextDouble());
    long start = free + (long) (gap / MINUTE_MS) * MINUTE_MS;
    FaultKind kind = oneOf(FaultKind.values());
    Channel channel = oneOf(Channel.values());
    double magnitude = 0.25 + 0.25 * random.nextDouble();
    int hours = 4 + random.nextInt(13);
    long end = start + Duration.ofHours(hours).toMillis();
    free = end + LEAST_GAP_MS;
    return new Fault(kind, station, start, end, magnitude, channel);
  }

  private <T> T oneOf(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
