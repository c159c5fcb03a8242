package io.tidemill.benchmark;

import io.tidemill.layer.Conv2d;
import io.tidemill.layer.Dense;
import io.tidemill.layer.Gru;
import io.tidemill.layer.Layer;
import io.tidemill.layer.Lstm;
import io.tidemill.network.Network;

/**
 * Floating-point operations by definition: two for each multiply-add of the products of a layer,
 * none for what is element-wise. Faster algorithms than the definition, and results that a pool
 * drops, do not count less, so a share of the peak may exceed 1.
 */
final class Flops {
  private Flops() {}

  /** Of one row's forward step. */
  static double forward(Network network) {
    return network.layers().stream().mapToDouble(Flops::forward).sum();
  }

  private static double forward(Layer layer) {
    if (layer instanceof Dense dense) {
      return product(dense.inputSize(), dense.outputSize());
    }
    if (layer instanceof Gru gru) {
      return product(gru.inputSize() + gru.hiddenSize(), 3 * gru.hiddenSize());
    }
    if (layer instanceof Lstm lstm) {
      return product(lstm.inputSize() + lstm.hiddenSize(), 4 * lstm.hiddenSize());
    }
    if (layer instanceof Conv2d conv) {
      return conv.windows().count() * product(conv.windows().size(), conv.filters());
    }
    return 0;
  }

  /** Of learning from one row and step: forward, and for all but the first layer twice back. */
  static double training(Network network) {
    return 3 * forward(network) - forward(network.layers().get(0));
  }

  private static double product(int depth, int columns) {
    return 2.0 * depth * columns;
  }
}
