package io.tidemill.network;

import io.tidemill.layer.Layer;

/**
 * The weights of a network in the order that the kernels read; refilled in place. While no one
 * packs it may be read by many threads.
 */
public final class PackedWeights {
  private final Network network;
  private final boolean trained;
  private final float[][] layers;
  private final int[] offsets; // of the layers' parameters; one more: their number

  /**
   * Room for the weights, zeros until {@link #pack}.
   *
   * @param trained whether backward is to run on them
   */
  public PackedWeights(Network network, boolean trained) {
    this.network = network;
    this.trained = trained;
    this.layers = new float[network.layers().size()][];
    this.offsets = new int[layers.length + 1];
    for (int i = 0; i < layers.length; i++) {
      Layer layer = network.layers().get(i);
      layers[i] = new float[layer.packedSize(trained)];
      offsets[i + 1] = Math.addExact(offsets[i], layer.parameters().size());
    }
  }

  /** Takes over the values of parameters of the same network. */
  public void pack(Parameters parameters) {
    int expected = offsets[layers.length];
    if (parameters.data().length != expected) {
      throw new IllegalArgumentException(
          "weights are "
              + parameters.data().length
              + " floats, the network "
              + network
              + " has "
              + expected
              + " parameters: load weights trained for it");
    }
    pack(parameters.data(), 0);
  }

  /** Takes over the values that begin at {@code from}. */
  void pack(float[] parameters, int from) {
    for (int i = 0; i < layers.length; i++) {
      network.layers().get(i).pack(parameters, from + offsets[i], layers[i], trained);
    }
  }

  /**
   * Refuses weights that a network cannot be served with.
   *
   * @throws IllegalArgumentException if they are of another network, or packed to be trained
   */
  public void requireServing(Network other) {
    if (trained || !network.equals(other)) {
      throw new IllegalArgumentException(
          "packed weights are of %s%s, the network served is %s"
              .formatted(network, trained ? ", to be trained" : "", other));
    }
  }

  /** Packed weights of one layer; not a copy. */
  public float[] layer(int index) {
    return layers[index];
  }
}
