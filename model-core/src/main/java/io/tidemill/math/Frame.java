package io.tidemill.math;

import java.util.Arrays;

/**
 * Zeros around an image, in floats: {@code height} lines of {@code line}, with {@code top} lines
 * and {@code left} floats of zeros before them.
 *
 * @param paddedHeight lines with those of zeros
 * @param paddedLine floats of a line with the zeros
 */
record Frame(int height, int line, int top, int left, int paddedHeight, int paddedLine) {
  private static final Room ROOM = new Room();

  /** Whether there are any. */
  boolean isPadded() {
    return height != paddedHeight || line != paddedLine;
  }

  int paddedSize() {
    return paddedHeight * paddedLine;
  }

  /** The room of this thread for one padded image. */
  float[] room() {
    return ROOM.of(paddedSize());
  }

  /** The image with its zeros, in the room of this thread. */
  float[] pad(float[] image, int at) {
    float[] padded = room();
    Arrays.fill(padded, 0, paddedSize(), 0);
    for (int y = 0; y < height; y++) {
      System.arraycopy(image, at + y * line, padded, (top + y) * paddedLine + left, line);
    }
    return padded;
  }

  /** The image without the zeros. */
  void crop(float[] padded, float[] image, int at) {
    for (int y = 0; y < height; y++) {
      System.arraycopy(padded, (top + y) * paddedLine + left, image, at + y * line, line);
    }
  }
}
