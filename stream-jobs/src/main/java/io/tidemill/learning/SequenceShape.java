package io.tidemill.learning;

import io.tidemill.feature.Forecast;
import io.tidemill.pipeline.Learn;

/**
 * How many rows a training sequence has and what they are for. A forecast of any horizon whose
 * outcome is learned has at least the burn-in before it.
 *
 * @param rows of a full sequence: back-propagation goes back through all but those that bring only
 *     outcomes
 * @param outcomes newest rows whose values are learned as outcomes; older ones have been before
 * @param lead steps from a forecast to its first outcome: the smallest horizon
 */
public record SequenceShape(int rows, int outcomes, int lead) {

  public static SequenceShape of(Learn learn, Forecast forecast) {
    int nearest = forecast.horizons().get(0);
    int furthest = forecast.horizons().get(forecast.horizons().size() - 1);
    return new SequenceShape(
        learn.sequence() + furthest, learn.sequence() - learn.burnIn(), nearest);
  }

  /** Steps of a full sequence: its rows but the last, whose first outcome is still to come. */
  public int steps() {
    return rows - lead;
  }
}
