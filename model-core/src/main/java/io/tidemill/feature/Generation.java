package io.tidemill.feature;

import java.util.List;

/**
 * Makes inputs like those that were learned. In service it says how real an event looks: one
 * output, the logit of its being real.
 */
public record Generation() implements Task {

  @Override
  public int outputSize(FeatureSchema schema) {
    return 1;
  }

  @Override
  public List<String> targets() {
    return List.of();
  }

  @Override
  public void check(FeatureSchema schema) {}
}
