package io.tidemill.feature;

import java.util.List;

/**
 * What a classification learns, logged beside the features and no input of the network. Observed:
 * the index of the event's class; NaN: not known.
 *
 * @param classes names of the classes, at least 2
 */
public record LabelFeature(String field, List<String> classes) implements Featurizer {

  public LabelFeature {
    Names.check("label", field);
    classes = List.copyOf(classes);
    Names.checkUnique("class", classes);
    if (classes.size() < 2) {
      throw new IllegalArgumentException(
          "label %s has the classes %s: want at least 2".formatted(field, classes));
    }
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
    return new FieldForm.Symbol(classes);
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

  /** None: the network must not see the answer. */
  @Override
  public int inputWidth() {
    return 0;
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
      int inputOffset) {}
}
