package io.tidemill.layer;

import io.tidemill.layer.ParameterLayout.Parameter;
import java.util.List;

/** A fully connected layer: y = x W + b, with W [inputSize, outputSize] and b [outputSize]. */
public record Dense(int inputSize, int outputSize) implements Layer {

  public Dense {
    Layer.requirePositive("dense", "inputSize", inputSize);
    Layer.requirePositive("dense", "outputSize", outputSize);
  }

  @Override
  public int stateSize() {
    return 0;
  }

  @Override
  public ParameterLayout parameters() {
    return new ParameterLayout(
        List.of(
            new Parameter(
                "W", List.of(inputSize, outputSize), ParameterLayout.glorot(inputSize, outputSize)),
            new Parameter("b", List.of(outputSize), 0)));
  }
}
