package io.tidemill.pipeline;

import java.io.Serializable;
import java.time.Duration;

/**
 * How old what a model has learned may be when it answers, by event time.
 *
 * @param age from the time until which it has learned to that of the event
 * @param past what becomes of an answer by an older one
 */
public record MaxAge(Duration age, Past past) implements Serializable {

  /** What becomes of an answer that is past its age. */
  public enum Past {
    /** It is given, and marked as stale. */
    MARK,
    /**
     * The last answer to the key by a model that was young enough is given in its place, and marked
     * as stale; while there is none, the event is unscored.
     */
    HOLD,
    /** It is withheld: the event is unscored, and the reason says until when was learned. */
    UNSCORED
  }

  public MaxAge {
    if (age.isNegative() || age.isZero()) {
      throw new IllegalArgumentException("max-age is " + age + ": must be positive");
    }
  }

  /**
   * Whether an answer would be too old.
   *
   * @param time of the event, milliseconds
   * @param learnedUntil event time, milliseconds; the least long: learned from no stream
   */
  public boolean isPast(long time, long learnedUntil) {
    return learnedUntil < time - age.toMillis();
  }
}
