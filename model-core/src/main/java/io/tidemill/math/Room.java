package io.tidemill.math;

/** Floats of each thread for what a kernel needs beside its operands; kept for the next call. */
final class Room {
  private final ThreadLocal<float[]> floats = ThreadLocal.withInitial(() -> new float[0]);

  /** At least {@code size} floats, whatever was left in them. */
  float[] of(int size) {
    float[] room = floats.get();
    if (room.length < size) {
      room = new float[size];
      floats.set(room);
    }
    return room;
  }
}
