package io.tidemill.snapshot;

import io.tidemill.network.Parameters;
import java.nio.ByteBuffer;

/**
 * How finely a snapshot keeps weights. Whatever it is, they are floats again when they are read, so
 * that they serve and learn like any others; {@link #rounded} tells beforehand which.
 */
public enum Precision {
  /** As they were learned. */
  FLOAT32,

  /** The upper half of the bits, rounded to the nearest, ties to even: 3 decimal digits. */
  BFLOAT16,

  /**
   * A byte a weight and a float a channel: q = round(w / s) with s = max |w| / 127 over the weights
   * of one output, the last extent of the tensor. Tensors of one extent, as biases and gains, stay
   * as they are: they are few, and their errors would add up in every output.
   */
  INT8;

  /** The weights as they come back from a snapshot of this precision. */
  public Parameters rounded(Parameters weights) {
    ByteBuffer bytes = ByteBuffer.allocate(WeightsCodec.size(weights.layout(), this));
    WeightsCodec.write(weights, this, bytes);
    return WeightsCodec.read(weights.layout(), this, bytes.flip());
  }
}
