package io.tidemill.layer;

import io.tidemill.layer.ParameterLayout.Parameter;
import java.util.List;

/**
 * A gated recurrent unit (Cho et al. 2014) with the reset gate after the product, as PyTorch and
 * cuDNN have it:
 *
 * <pre>
 * r  = sigmoid(x W_r + h U_r + b_r)
 * z  = sigmoid(x W_z + h U_z + b_z)
 * n  = tanh(x W_n + b_n + r * (h U_n + c))
 * h' = n + z * (h - n)
 * </pre>
 *
 * <p>Parameters: W [inputSize, 3 hiddenSize], U [hiddenSize, 3 hiddenSize], b [3 hiddenSize], each
 * with its columns in the order r, z, n; c [hiddenSize]. PyTorch's two biases of r and of z are one
 * here, their sum. The output is h', the state h.
 */
public record Gru(int inputSize, int hiddenSize) implements Layer {

  public Gru {
    Layer.requirePositive("gru", "inputSize", inputSize);
    Layer.requirePositive("gru", "hiddenSize", hiddenSize);
  }

  @Override
  public int outputSize() {
    return hiddenSize;
  }

  @Override
  public int stateSize() {
    return hiddenSize;
  }

  @Override
  public ParameterLayout parameters() {
    int gates = Math.multiplyExact(3, hiddenSize);
    return new ParameterLayout(
        List.of(
            new Parameter(
                "W", List.of(inputSize, gates), ParameterLayout.glorot(inputSize, hiddenSize)),
            new Parameter(
                "U", List.of(hiddenSize, gates), ParameterLayout.glorot(hiddenSize, hiddenSize)),
            new Parameter("b", List.of(gates), 0),
            new Parameter("c", List.of(hiddenSize), 0)));
  }
}
