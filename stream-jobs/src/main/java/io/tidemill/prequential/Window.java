package io.tidemill.prequential;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What was judged of the events of some time. */
final class Window {
  final long start; // event time, ms
  final double[] sum;
  long unscored;
  long outOfOrder;
  Versions versions = Versions.NONE;

  Window(long start, double[] sum) {
    this.start = start;
    this.sum = sum;
  }

  void count(Judgement judgement) {
    unscored += judgement.unscored() ? 1 : 0;
    outOfOrder += judgement.outOfOrder() ? 1 : 0;
    versions = versions.and(judgement.versions());
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(start);
    Blocks.write(sum, out);
    out.writeLong(unscored);
    out.writeLong(outOfOrder);
    versions.write(out);
  }

  static Window read(DataInput in) throws IOException {
    Window window = new Window(in.readLong(), Blocks.readDoubles(in));
    window.unscored = in.readLong();
    window.outOfOrder = in.readLong();
    window.versions = Versions.readBoth(in);
    return window;
  }
}
