package io.tidemill.feature;

import java.util.Arrays;
import java.util.List;

/**
 * A field that is one of some names, which nobody has to list: the model's dictionary grows as they
 * appear, up to {@code capacity} of them. Observed: a number made of the name; NaN: missing.
 * Inputs: a one for each name in order of appearance, and the last for what is in no dictionary.
 *
 * @param capacity names, in [1, 4096]
 */
public record SymbolFeature(String field, int capacity) implements Featurizer {

  public SymbolFeature {
    Names.check("field of a symbol feature", field);
    new SymbolSketch(capacity);
  }

  /** Of at most 64 names. */
  public SymbolFeature(String field) {
    this(field, 64);
  }

  @Override
  public String name() {
    return field;
  }

  @Override
  public List<String> fields() {
    return List.of(field);
  }

  @Override
  public FieldForm form() {
    return new FieldForm.Word();
  }

  @Override
  public List<String> columns() {
    return List.of(field);
  }

  @Override
  public int stateSize() {
    return 0;
  }

  @Override
  public int observedWidth() {
    return 1;
  }

  @Override
  public int inputWidth() {
    return capacity + 1;
  }

  @Override
  public List<ColumnSketch> sketches() {
    return List.of(new SymbolSketch(capacity));
  }

  @Override
  public void observe(
      double[] numbers,
      int[] fieldIndex,
      long time,
      double[] expected,
      double[] state,
      int stateOffset,
      double[] observed,
      int observedOffset) {
    observed[observedOffset] = numbers[fieldIndex[0]];
  }

  @Override
  public void input(
      double[] observed,
      int rowOffset,
      int column,
      FeatureScaling scaling,
      float[] x,
      int inputOffset) {
    Arrays.fill(x, inputOffset, inputOffset + inputWidth(), 0);
    double symbol = observed[rowOffset + column];
    if (!Double.isNaN(symbol)) {
      double[] known = scaling.table(column);
      int place = SymbolSketch.place(known, 0, Math.min(known.length, capacity), symbol);
      x[inputOffset + (place < 0 ? capacity : place)] = 1;
    }
  }
}
