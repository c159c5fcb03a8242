package io.tidemill.feature;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One feature of an event, computed in two halves: {@link #observe} turns raw numbers into observed
 * columns, which are logged unscaled, with missing values as NaN; {@link #input} turns observed
 * columns into network inputs and is a pure function of them and of the model's scaling.
 *
 * <p>An implementation is a stateless record whose components are its options (strings, numbers,
 * booleans, enums, lists of these): fingerprints and snapshots are made of them. What a feature
 * remembers of a key lies in the caller's flat array, and an array of zeros means that nothing was
 * seen yet. Neither half may allocate or throw, whatever the numbers.
 *
 * <p>A feature of your own needs a {@link FeaturizerType}, found by {@link
 * java.util.ServiceLoader}.
 */
public interface Featurizer extends Serializable {

  /** Unique within a schema; prefix of its columns. */
  String name();

  /** The declared fields it reads; {@code observe} gets their indices in this order. */
  List<String> fields();

  /** The form in which it reads each of them; a number unless said. */
  default FieldForm form() {
    return new FieldForm.Number();
  }

  /** Names of the observed columns, {@code observedWidth()} of them. */
  List<String> columns();

  /** Doubles remembered per key. */
  int stateSize();

  int observedWidth();

  int inputWidth();

  /** Names of the network inputs, {@code inputWidth()} of them; numbered unless said. */
  default List<String> inputs() {
    return inputWidth() == 1
        ? List.of(name())
        : IntStream.range(0, inputWidth()).mapToObj(i -> name() + "[" + i + "]").toList();
  }

  /**
   * What the model is to keep of the first columns beside their moments, for {@link #input} to read
   * in the scaling's tables; nothing unless said.
   */
  default List<ColumnSketch> sketches() {
    return List.of();
  }

  /**
   * Observes the next event of a key.
   *
   * @param numbers all declared fields of the event, NaN: missing
   * @param fieldIndex where in {@code numbers} and {@code expected} the fields of {@link #fields()}
   *     begin
   * @param time event time, milliseconds since 1970-01-01T00:00Z
   * @param expected what the network forecast for this event, by declared field, in raw units; NaN:
   *     no forecast
   */
  void observe(
      double[] numbers,
      int[] fieldIndex,
      long time,
      double[] expected,
      double[] state,
      int stateOffset,
      double[] observed,
      int observedOffset);

  /**
   * Writes {@code inputWidth()} finite network inputs.
   *
   * @param rowOffset where the whole observed row begins; this feature's columns begin {@code
   *     column} further on
   * @param column this feature's first column in the row and in {@code scaling}
   */
  void input(
      double[] observed,
      int rowOffset,
      int column,
      FeatureScaling scaling,
      float[] x,
      int inputOffset);

  /** Whether the event must not be answered because this feature is missing. */
  default boolean dropped(double[] observed, int observedOffset) {
    return false;
  }
}
