package io.tidemill.inference;

import io.tidemill.alert.Detector;
import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureScaling;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Reconstruction;
import io.tidemill.inference.EntityLayout.Part;
import io.tidemill.math.Matrix;
import io.tidemill.schema.message.Prediction;
import io.tidemill.snapshot.ModelSpec;
import java.util.List;

/**
 * What the outputs of the network say, by the task, and what a key remembers of them to compare
 * with what comes. Its part of a key's statistics begins at {@code offset}.
 */
sealed interface TaskAnswers permits ForecastAnswers, ClassAnswers, RebuiltAnswers {

  /**
   * Of a model that the jobs can answer with.
   *
   * @throws IllegalArgumentException if they cannot
   */
  static TaskAnswers of(ModelSpec spec) {
    if (spec.task() instanceof Forecast forecast) {
      return new ForecastAnswers(forecast.bind(spec.features()));
    } else if (spec.task() instanceof Classification classification) {
      return new ClassAnswers(classification);
    } else if (spec.task() instanceof Reconstruction) {
      return new RebuiltAnswers(spec.features().inputs());
    }
    throw new IllegalArgumentException(spec.name() + ": no job answers " + spec.task());
  }

  /** What a key remembers. */
  default Part part() {
    return new Part("", 0);
  }

  /** Numbers of an answer. */
  int width();

  /** What a residual is of; empty: the task has none. */
  default List<String> readings() {
    return List.of();
  }

  /** Writes what was expected of the event at hand; leaves alone what nothing was. */
  default void expect(double[] state, int offset, double[] expected) {}

  /**
   * Whether a residual is known before the network has seen the event, which is then judged by an
   * earlier answer, or only from its own answer.
   */
  default boolean foretells() {
    return false;
  }

  /**
   * Gives a detector what came and what was expected of it.
   *
   * @param expected what {@link #expect} wrote, where it {@link #foretells}
   * @param answer of the event from {@code from} on, where it does not
   */
  default void read(
      double[] observed, int at, double[] expected, double[] answer, int from, Detector detector) {
    throw new IllegalStateException("the task has no readings");
  }

  /** Writes the answer to an event. */
  void write(
      double[] observed,
      int at,
      FeatureScaling scaling,
      Matrix x,
      Matrix y,
      int i,
      double[] answer,
      int from);

  /** How odd an event is by its own answer, without a detector; NaN: that says nothing. */
  default double score(double[] answer, int from) {
    return Double.NaN;
  }

  /** Keeps an answer for the events that it is about. */
  default void remember(double[] answer, int from, double[] state, int offset) {}

  /** An event had no answer. */
  default void skip(double[] state, int offset) {}

  /** Forgets all answers: what they were made from no longer leads to what comes. */
  default void forget(double[] state, int offset) {}

  /** Numbers of an answer that are logged beside the features, to be judged once more is known. */
  default int servedWidth() {
    return width();
  }

  /** Writes these. */
  default void serve(double[] answer, int from, double[] served) {
    System.arraycopy(answer, from, served, 0, served.length);
  }

  /** Puts an answer into words. */
  void tell(double[] answer, int from, Prediction prediction);
}
