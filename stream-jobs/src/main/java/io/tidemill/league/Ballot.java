package io.tidemill.league;

import io.tidemill.feature.Classification;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Task;
import org.jspecify.annotations.Nullable;

/**
 * From what candidates say of events to what a {@link io.tidemill.ensemble.Combiner} takes, and
 * back; keeps what is needed until outcomes come. Confined to one thread.
 */
public sealed interface Ballot permits ClassBallot, ForecastBallot {

  /** Numbers in an answer. */
  int outputs();

  /**
   * Writes what one candidate said in the form that is combined.
   *
   * @param key number of the event's key
   * @param said probabilities of classes; values of a forecast, [targets, horizons]
   * @param last [targets] the last known values
   */
  void answer(int key, double[] said, double[] last, double[] answers, int offset);

  /** What a combined answer says, as {@code said}; a new array. */
  double[] said(int key, double[] combined, double[] last);

  /**
   * Takes note of the answers to the next event of a key.
   *
   * @param answers [candidates, outputs], kept and not changed
   * @param actual what the event makes known; NaN: missing
   * @return answers of which it makes the outcome known, its own or earlier ones; null: none
   */
  @Nullable Case next(int key, double[] answers, double[] actual, double[] last);

  /**
   * Answers and what became of them.
   *
   * @param answers [candidates, outputs]
   * @param outcome [outputs]; NaN: unknown
   */
  @SuppressWarnings("ArrayRecordComponent") // blocks of numbers, never compared
  record Case(double[] answers, double[] outcome) {}

  /** Of a task with so many outputs. */
  static Ballot of(Task task, int candidates) {
    if (task instanceof Classification classification) {
      return new ClassBallot(classification.classes().size());
    }
    if (task instanceof Forecast forecast) {
      return new ForecastBallot(forecast, candidates);
    }
    throw new IllegalArgumentException("no league of " + task);
  }
}
