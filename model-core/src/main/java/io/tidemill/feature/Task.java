package io.tidemill.feature;

import java.io.Serializable;
import java.util.List;

/** What a network is to put out, and what it learns from. */
public sealed interface Task extends Serializable
    permits Forecast, Classification, Reconstruction, Generation {

  /** Columns of the network's output. */
  int outputSize(FeatureSchema schema);

  /** The fields it speaks of. */
  List<String> targets();

  /** Refuses a schema that lacks what the task needs. */
  void check(FeatureSchema schema);
}
