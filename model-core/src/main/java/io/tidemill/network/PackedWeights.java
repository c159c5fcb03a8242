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

  /**
   * Room for the weights, zeros until {@link #pack}.
   *
   * @param trained whether backward is to run on them
   */
  public PackedWeights(Network network, boolean trained) {
    this.network = network;
    this.trained = trained;
    this.layers = new float[network.layers().size()][];
    for (int i = 0; i < layers.length; i++) {
      layers[i] = new float[network.layers().get(i).packedSize(trained)];
    }
  }

  /** Takes over the values of parameters of the same network. */
  public void pack(Parameters parameters) {
    int from = 0;
    int expected = network.parameters().size();
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
    for (int i = 0; i < layers.length; i++) {
      Layer layer = network.layers().get(i);
      layer.pack(parameters.data(), from, layers[i], trained);
      from += layer.parameters().size();
    }
  }

  /** Packed weights of one layer; not a copy. */
  public float[] layer(int index) {
    return layers[index];
  }
}
