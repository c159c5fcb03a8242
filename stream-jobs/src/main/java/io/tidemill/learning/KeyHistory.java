package io.tidemill.learning;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** The last rows of one key, oldest first; room grows with the key up to what a sequence needs. */
public final class KeyHistory {
  private final int width;
  private final int capacity;
  private double[] rows;
  private int first;
  private int count;
  private long lastTime = Long.MIN_VALUE;

  KeyHistory(int width, int capacity) {
    this.width = width;
    this.capacity = capacity;
    rows = new double[Math.min(capacity, 4) * width];
  }

  int count() {
    return count;
  }

  /** Event time of the newest row, milliseconds; the smallest long when there is none. */
  long lastTime() {
    return lastTime;
  }

  void add(double[] observed, long time) {
    if (count == capacity) {
      first = first + 1 == capacity ? 0 : first + 1;
      count--;
    } else if (count * width == rows.length) {
      rows = Arrays.copyOf(rows, Math.min(2 * count, capacity) * width);
    }
    int slot = first + count < capacity ? first + count : first + count - capacity;
    System.arraycopy(observed, 0, rows, slot * width, width);
    count++;
    lastTime = time;
  }

  void clear() {
    first = 0;
    count = 0;
  }

  /** Whether this is a history of such rows for such sequences, not one of an earlier pipeline. */
  boolean fits(int width, int capacity) {
    return this.width == width && this.capacity == capacity;
  }

  KeyHistory duplicate() {
    KeyHistory copy = new KeyHistory(width, capacity);
    copy.rows = rows.clone();
    copy.first = first;
    copy.count = count;
    copy.lastTime = lastTime;
    return copy;
  }

  /** All rows, [count, width], oldest first. */
  double[] copy() {
    double[] copy = new double[count * width];
    int straight = Math.min(count, capacity - first) * width;
    System.arraycopy(rows, first * width, copy, 0, straight);
    System.arraycopy(rows, 0, copy, straight, copy.length - straight);
    return copy;
  }

  void write(DataOutput out, FlatCodec codec) throws IOException {
    out.writeInt(width);
    out.writeInt(capacity);
    out.writeLong(lastTime);
    codec.writeDoubles(copy(), out);
  }

  static KeyHistory read(DataInput in, FlatCodec codec) throws IOException {
    int width = in.readInt();
    int capacity = in.readInt();
    long lastTime = in.readLong();
    double[] rows = codec.readDoubles(in);
    if (width < 1 || capacity < 1 || rows.length % width != 0 || rows.length / width > capacity) {
      throw new IOException(
          "a history of " + capacity + " rows of " + width + " cannot hold " + rows.length);
    }
    KeyHistory history = new KeyHistory(width, capacity);
    history.rows = rows.length == 0 ? history.rows : rows;
    history.count = rows.length / width;
    history.lastTime = lastTime;
    return history;
  }
}
