package io.tidemill.feature;

import java.util.List;

/**
 * Says which class an event is of: one output a class, the logits of a softmax.
 *
 * @param label field with the class, once it is known
 * @param classes names of the classes, in the order of the outputs
 */
public record Classification(String label, List<String> classes) implements Task {

  public Classification {
    classes = List.copyOf(classes);
    new LabelFeature(label, classes);
  }

  /** The feature that keeps the label beside the others. */
  public LabelFeature feature() {
    return new LabelFeature(label, classes);
  }

  @Override
  public int outputSize(FeatureSchema schema) {
    return classes.size();
  }

  @Override
  public List<String> targets() {
    return List.of(label);
  }

  @Override
  public void check(FeatureSchema schema) {
    if (!schema.featurizers().contains(feature())) {
      throw new IllegalArgumentException(
          "the label %s of %s is no feature: add %s".formatted(label, classes, feature()));
    }
  }

  /** Observed column with the index of the class. */
  public int labelColumn(FeatureSchema schema) {
    return schema.columns().indexOf(label);
  }
}
