package io.tidemill.learning;

import io.tidemill.feature.Forecast;
import io.tidemill.pipeline.Learn;

/**
 * How many rows a training sequence has and what they are for.
 *
 * @param steps of back-propagation through time
 * @param burnIn first steps, which only warm the memory up
 * @param lead steps from a forecast to its first outcome: the smallest horizon
 */
public record SequenceShape(int steps, int burnIn, int lead) {

  public static SequenceShape of(Learn learn, Forecast forecast) {
    return new SequenceShape(learn.sequence(), learn.burnIn(), forecast.horizons().get(0));
  }

  /** Rows of a full sequence: its steps, and those that bring the outcomes of the last ones. */
  public int span() {
    return steps + lead;
  }
}
