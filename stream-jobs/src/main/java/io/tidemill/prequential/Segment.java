package io.tidemill.prequential;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.TreeMap;

/**
 * What was judged of some keys: by windows that are not reported yet, and in all, fading.
 *
 * <p>What fades is not made smaller at every outcome; what comes is made larger instead, and all is
 * brought back by a power of two, which costs no digit, when it has grown too far.
 */
final class Segment {
  private static final double LARGEST = 0x1p500;

  final TreeMap<Long, Window> windows = new TreeMap<>(); // by their beginning
  final double[] past;
  final double[] faded;
  private double weight = 1; // of the next outcome
  private long judged;
  private long late;
  private Versions newest = Versions.NONE;

  Segment(Yardstick yardstick) {
    this(new double[yardstick.pastSize()], new double[yardstick.sumSize()]);
  }

  private Segment(double[] past, double[] faded) {
    this.past = past;
    this.faded = faded;
  }

  /** Outcomes judged in all. */
  long judged() {
    return judged;
  }

  /** Outcomes in all that came after the report of their window. */
  long late() {
    return late;
  }

  /** Versions that answered what was judged last. */
  Versions newest() {
    return newest;
  }

  /** What was judged in all, where the newest counts for 1 and what fades for less. */
  double fadedRows(double fade) {
    return faded[0] / (weight * fade);
  }

  /** Judges the outcome that the yardstick looked at. */
  void add(Yardstick yardstick, double fade, Versions versions) {
    yardstick.add(weight, faded);
    weight /= fade;
    judged++;
    newest = versions;
    if (weight > LARGEST) {
      for (int i = 0; i < faded.length; i++) {
        faded[i] /= LARGEST;
      }
      weight /= LARGEST;
    }
  }

  void countLate() {
    late++;
  }

  void write(DataOutput out) throws IOException {
    Blocks.write(past, out);
    Blocks.write(faded, out);
    out.writeDouble(weight);
    out.writeLong(judged);
    out.writeLong(late);
    newest.write(out);
    out.writeInt(windows.size());
    for (Window window : windows.values()) {
      window.write(out);
    }
  }

  static Segment read(DataInput in) throws IOException {
    Segment segment = new Segment(Blocks.readDoubles(in), Blocks.readDoubles(in));
    segment.weight = in.readDouble();
    segment.judged = in.readLong();
    segment.late = in.readLong();
    segment.newest = Versions.readBoth(in);
    for (int left = in.readInt(); left > 0; left--) {
      Window window = Window.read(in);
      segment.windows.put(window.start, window);
    }
    return segment;
  }
}
