package io.tidemill.feature;

/** Makes a kind of feature known by name; found by {@link java.util.ServiceLoader}. */
public interface FeaturizerType {

  /**
   * The key in a pipeline file and the name in snapshots, such as {@code number}: lower case, words
   * joined by hyphens.
   */
  String keyword();

  /** The record that implements {@link Featurizer}; its components are the options. */
  Class<? extends Record> record();
}
