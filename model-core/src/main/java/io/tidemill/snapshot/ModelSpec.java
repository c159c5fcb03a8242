package io.tidemill.snapshot;

import io.tidemill.feature.FeatureSchema;
import io.tidemill.feature.Task;
import io.tidemill.network.Model;
import io.tidemill.network.Network;
import java.io.Serializable;

/** What a model is, apart from its weights: what goes in, the model, and what comes out. */
public record ModelSpec(String name, FeatureSchema features, Model model, Task task)
    implements Serializable {

  public ModelSpec {
    if (model.inputSize() != features.inputWidth()) {
      throw new IllegalArgumentException(
          "the features of model "
              + name
              + " give "
              + features.inputWidth()
              + " inputs, its network takes "
              + model.inputSize()
              + ": make the first layer's inputSize "
              + features.inputWidth());
    }
    if (model.outputSize() != task.outputSize(features)) {
      throw new IllegalArgumentException(
          "the task of model "
              + name
              + " wants "
              + task.outputSize(features)
              + " outputs, its network gives "
              + model.outputSize()
              + ": make the last layer's outputSize "
              + task.outputSize(features));
    }
    task.check(features);
  }

  /** The network that answers events. */
  public Network network() {
    return model.served();
  }

  /** Text that is the same for equal specs in every release; see {@link SpecPrinter}. */
  public String canonicalText() {
    return SpecPrinter.print(this);
  }

  /**
   * The first eight bytes of the SHA-256 of {@link #canonicalText()}: memory of a network belongs
   * to one fingerprint. Not for hot paths.
   */
  public long fingerprint() {
    return Fingerprint.of(canonicalText());
  }
}
