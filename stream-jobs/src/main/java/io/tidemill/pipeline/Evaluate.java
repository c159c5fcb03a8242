package io.tidemill.pipeline;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * How the answers in service are judged as their outcomes become known.
 *
 * @param window event time that is reported on at once
 * @param fade what an outcome counts for after the next one, in [0.5, 1): the mean over the last 1
 *     / (1 - fade) of them, about
 * @param segments keys that are also judged by themselves
 * @param mostSegments that are told apart; the keys of all others are one more
 */
public record Evaluate(Duration window, double fade, List<SegmentBy> segments, int mostSegments)
    implements Serializable {

  /** What is done where nobody says anything. */
  public static final Evaluate STANDARD = new Evaluate(Duration.ofHours(1), 0.999, List.of(), 100);

  public Evaluate {
    segments = List.copyOf(segments);
    if (window.toMillis() < 1) {
      throw new IllegalArgumentException("window is " + window + ": must be 1 ms at least");
    }
    if (!(fade >= 0.5 && fade < 1)) {
      throw new IllegalArgumentException("fade is " + fade + ": must be 0.5 to below 1");
    }
    if (mostSegments < 1) {
      throw new IllegalArgumentException("most-segments is " + mostSegments + ": want 1 or more");
    }
  }
}
