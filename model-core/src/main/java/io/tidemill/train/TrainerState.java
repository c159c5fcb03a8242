package io.tidemill.train;

import io.tidemill.feature.RecordText;
import io.tidemill.network.Network;
import io.tidemill.snapshot.Fingerprint;
import java.nio.ByteBuffer;

/**
 * A trainer's state as bytes, big-endian: magic, format version, fingerprint of the network, steps,
 * skipped, then the floats of weights, averages and optimiser.
 */
record TrainerState(
    long steps, long skipped, float[] weights, float[] averaged, float[] optimizer) {
  private static final int MAGIC = 0x544d5452; // TMTR
  private static final int FORMAT = 1;
  private static final int HEADER = 2 * Integer.BYTES + 3 * Long.BYTES;

  static byte[] encode(
      Network network,
      long steps,
      long skipped,
      float[] weights,
      float[] averaged,
      float[] optimizer) {
    int floats = weights.length + averaged.length + optimizer.length;
    ByteBuffer buffer = ByteBuffer.allocate(HEADER + Float.BYTES * floats);
    buffer.putInt(MAGIC).putInt(FORMAT).putLong(fingerprint(network));
    buffer.putLong(steps).putLong(skipped);
    buffer.asFloatBuffer().put(weights).put(averaged).put(optimizer);
    return buffer.array();
  }

  static TrainerState decode(byte[] bytes, Network network, int parameters, int optimizerSize) {
    int expected = HEADER + Float.BYTES * (2 * parameters + optimizerSize);
    if (bytes.length != expected) {
      throw new IllegalArgumentException(
          "trainer state of "
              + bytes.length
              + " bytes, want "
              + expected
              + ": it is cut, or belongs to another network or optimiser");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int magic = buffer.getInt();
    int format = buffer.getInt();
    if (magic != MAGIC || format != FORMAT) {
      throw new IllegalArgumentException(
          "trainer state begins with %08x, format %d; want %08x, format %d: it was written by something else"
              .formatted(magic, format, MAGIC, FORMAT));
    }
    long fingerprint = buffer.getLong();
    if (fingerprint != fingerprint(network)) {
      throw new IllegalArgumentException(
          "trainer state of the network "
              + Fingerprint.hex(fingerprint)
              + ", the trainer has "
              + Fingerprint.hex(fingerprint(network))
              + ": start without this state to train another network");
    }
    long steps = buffer.getLong();
    long skipped = buffer.getLong();
    float[] weights = new float[parameters];
    float[] averaged = new float[parameters];
    float[] optimizer = new float[optimizerSize];
    buffer.asFloatBuffer().get(weights).get(averaged).get(optimizer);
    return new TrainerState(steps, skipped, weights, averaged, optimizer);
  }

  private static long fingerprint(Network network) {
    return Fingerprint.of(RecordText.withoutDefaults(network));
  }
}
