package io.tidemill.local;

import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * How long it takes until what an event says is in the weights: from the Kafka timestamp of the
 * event to the receipt of the first prediction whose model had learned beyond the event's time.
 * Every event counts once; events that no model learned from before the end are not measured. Not
 * thread-safe.
 */
final class Freshness {

  /** Outcomes that wait for a model at most; more than that are not measured. */
  private static final int MOST_WAITING = 1_000_000;

  private static final int MOST_VERSIONS = 1000;

  private final Durations durations = new Durations();
  private final PriorityQueue<Outcome> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Outcome::time));

  /** When a model that had learned until then was first seen in service; both milliseconds. */
  private final TreeMap<Long, Long> inService = new TreeMap<>();

  private record Outcome(long time, long knownAt) {}

  /**
   * An outcome became known.
   *
   * @param time its event time
   * @param knownAt by the clock
   */
  void outcome(long time, long knownAt) {
    Map.Entry<Long, Long> first = inService.ceilingEntry(time);
    if (first != null) {
      durations.add(first.getValue() - knownAt);
    } else if (waiting.size() < MOST_WAITING) {
      waiting.add(new Outcome(time, knownAt));
    }
  }

  /**
   * A prediction was received.
   *
   * @param learnedUntil event time until which its model had learned
   * @param at receipt, by the clock
   */
  void served(long learnedUntil, long at) {
    if (!inService.isEmpty() && learnedUntil <= inService.lastKey()) {
      return;
    }
    inService.put(learnedUntil, at);
    if (inService.size() > MOST_VERSIONS) {
      inService.pollFirstEntry();
    }
    for (Outcome next = waiting.peek();
        next != null && next.time() <= learnedUntil;
        next = waiting.peek()) {
      durations.add(at - next.knownAt());
      waiting.remove();
    }
  }

  Percentiles percentiles() {
    return durations.percentiles();
  }
}
