package io.tidemill.online;

import io.tidemill.kafka.Event;

/** Hears of every event of a stream, in order, before it is learned from. */
@FunctionalInterface
public interface Audience {

  void answered(Answer answer);

  /** What a candidate of a league said by itself. */
  default void candidate(int index, Answer answer) {}

  /** An event that is not answered, as a feature that must not be missing is. */
  default void dropped(Event event) {}
}
