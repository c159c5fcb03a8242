package io.tidemill.learning;

/**
 * A change that the learner has found, or what became of a challenger.
 *
 * @param sequences learned before it
 * @param time event time of the sequence that showed it, milliseconds
 * @param text what was found and what was done about it
 */
public record DriftEvent(long sequences, long time, String text) {}
