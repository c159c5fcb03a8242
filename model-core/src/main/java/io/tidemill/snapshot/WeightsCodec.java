package io.tidemill.snapshot;

import io.tidemill.layer.ParameterLayout;
import io.tidemill.layer.ParameterLayout.Parameter;
import io.tidemill.network.Parameters;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Weights in a {@link Precision}, tensor by tensor in the order of the layout, big-endian. An int8
 * tensor is the scales of its channels, as floats, and then its bytes.
 */
final class WeightsCodec {
  private static final int STEPS = 127; // of int8, each way

  private WeightsCodec() {}

  private static boolean isQuantized(Parameter tensor, Precision precision) {
    return precision == Precision.INT8 && tensor.shape().size() > 1;
  }

  private static int channels(Parameter tensor) {
    List<Integer> shape = tensor.shape();
    return shape.get(shape.size() - 1);
  }

  /** Bytes of all tensors. */
  static int size(ParameterLayout layout, Precision precision) {
    long size = 0;
    for (Parameter tensor : layout.parameters()) {
      size +=
          isQuantized(tensor, precision)
              ? tensor.size() + (long) Float.BYTES * channels(tensor)
              : (precision == Precision.BFLOAT16 ? Short.BYTES : Float.BYTES)
                  * (long) tensor.size();
    }
    return Math.toIntExact(size);
  }

  static void write(Parameters weights, Precision precision, ByteBuffer to) {
    int from = 0;
    for (Parameter tensor : weights.layout().parameters()) {
      int end = from + tensor.size();
      if (isQuantized(tensor, precision)) {
        writeBytes(weights.data(), from, end, channels(tensor), to);
      } else {
        for (int i = from; i < end; i++) {
          float weight = weights.data()[i];
          if (precision == Precision.BFLOAT16) {
            to.putShort(bfloat16(weight));
          } else {
            to.putFloat(weight);
          }
        }
      }
      from = end;
    }
  }

  private static void writeBytes(float[] weights, int from, int end, int channels, ByteBuffer to) {
    float[] scales = new float[channels];
    for (int i = from; i < end; i++) {
      int channel = (i - from) % channels;
      scales[channel] = Math.max(scales[channel], Math.abs(weights[i]) / STEPS);
    }
    for (float scale : scales) {
      to.putFloat(scale);
    }
    for (int i = from; i < end; i++) {
      float scale = scales[(i - from) % channels];
      to.put((byte) (scale == 0 ? 0 : Math.round(weights[i] / scale)));
    }
  }

  /** Reads {@link #size} bytes, which must be there. */
  static Parameters read(ParameterLayout layout, Precision precision, ByteBuffer from) {
    float[] weights = new float[layout.size()];
    int at = 0;
    for (Parameter tensor : layout.parameters()) {
      int end = at + tensor.size();
      if (isQuantized(tensor, precision)) {
        float[] scales = new float[channels(tensor)];
        for (int i = 0; i < scales.length; i++) {
          scales[i] = from.getFloat();
        }
        for (int i = at; i < end; i++) {
          weights[i] = from.get() * scales[(i - at) % scales.length];
        }
      } else {
        for (int i = at; i < end; i++) {
          weights[i] =
              precision == Precision.BFLOAT16
                  ? Float.intBitsToFloat(from.getShort() << Short.SIZE)
                  : from.getFloat();
        }
      }
      at = end;
    }
    return new Parameters(layout, weights);
  }

  /** Rounds to the nearest, ties to even; what is not a number stays so. */
  private static short bfloat16(float value) {
    int bits = Float.floatToIntBits(value);
    int even = Float.isNaN(value) ? 0 : 0x7fff + (bits >>> Short.SIZE & 1);
    return (short) (bits + even >>> Short.SIZE);
  }
}
