package io.tidemill.layer;

/**
 * One layer of a network: a step {@code (x_t, s_{t-1}) -> (y_t, s_t)}.
 *
 * <p>The record is the specification: weights and state are passed in, and belong to the caller.
 */
public sealed interface Layer permits Dense, Gru {
  int inputSize();

  int outputSize();

  /** Floats of memory per row; 0 for a layer without memory. */
  int stateSize();

  /** The trained parameters, in the order of the flat vector. */
  ParameterLayout parameters();

  /** {@code size}, or a complaint that names the layer and what is wrong with it. */
  static int requirePositive(String layer, String name, int size) {
    if (size < 1) {
      throw new IllegalArgumentException(
          layer + "." + name + " is " + size + ": it must be at least 1");
    }
    return size;
  }
}
