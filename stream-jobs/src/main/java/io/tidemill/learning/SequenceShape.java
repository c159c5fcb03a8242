package io.tidemill.learning;

import io.tidemill.feature.Forecast;
import io.tidemill.pipeline.Learn;
import io.tidemill.snapshot.ModelSpec;

/**
 * How many rows a training sequence has and what they are for. A forecast of any horizon whose
 * outcome is learned has at least the burn-in before it.
 *
 * @param rows of a full sequence: back-propagation goes back through all but those that bring only
 *     outcomes
 * @param outcomes newest rows whose values are learned as outcomes; older ones have been before
 * @param lead steps from an answer to its first outcome: the smallest horizon; 0 where the outcome
 *     is of the event itself
 */
public record SequenceShape(int rows, int outcomes, int lead) {

  /** Of a model: one row where it remembers nothing and looks at nothing later. */
  public static SequenceShape of(Learn learn, ModelSpec spec) {
    if (spec.task() instanceof Forecast forecast) {
      return of(learn, forecast);
    }
    return spec.network().stateSize() == 0
        ? new SequenceShape(1, 1, 0)
        : new SequenceShape(learn.sequence(), learn.sequence() - learn.burnIn(), 0);
  }

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
