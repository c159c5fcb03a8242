package io.tidemill.feature;

import java.util.List;

/**
 * Puts out what went in, through fewer numbers than that: an event that cannot be rebuilt is unlike
 * those that were learned. One output an input; the score of an event is the mean square of the
 * differences.
 */
public record Reconstruction() implements Task {

  @Override
  public int outputSize(FeatureSchema schema) {
    return schema.inputWidth();
  }

  @Override
  public List<String> targets() {
    return List.of();
  }

  @Override
  public void check(FeatureSchema schema) {}
}
