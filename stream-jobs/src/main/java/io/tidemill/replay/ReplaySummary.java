package io.tidemill.replay;

import org.jspecify.annotations.Nullable;

/**
 * What became of a replay.
 *
 * @param first event time of the earliest answer, milliseconds; null: there is none
 * @param last event time of the latest answer
 * @param unscored events without an answer, such as those that a feature drops
 * @param late answers to events that came behind event time, predicted or not
 * @param incidents that were opened
 * @param deadLetters records that are no events
 * @param events that were read, those of the warm-up included
 * @param warmUp events of before
 * @param seconds by the clock
 */
public record ReplaySummary(
    @Nullable Long first,
    @Nullable Long last,
    long predicted,
    long unscored,
    long late,
    long alerts,
    long incidents,
    long deadLetters,
    long events,
    long warmUp,
    double seconds) {

  /** How fast it was. */
  public double eventsPerSecond() {
    return seconds > 0 ? events / seconds : 0;
  }
}
