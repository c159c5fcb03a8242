package io.tidemill.benchmark.drift;

import java.util.List;

/**
 * How soon the error is back at its level before a change, by the mean over changes of the same
 * kind: it is faded over some hundred events, and is back when, after its peak, it is at most a
 * tenth above that level, or one answer in a hundred where that is more.
 *
 * @param level mean error over the last events before a change
 * @param peak largest faded error after it
 * @param events from the change until the error is back; NaN: not before the next change
 * @param lost wrong answers above the level, from the change to the next
 */
record Recovery(double level, double peak, double events, double lost) {
  private static final int BEFORE = 2000;
  private static final double FADING = 0.01;

  /** Over all changes of streams of the same kind and length. */
  static Recovery of(List<Played> played, DriftingStream stream) {
    int before = Math.min(BEFORE, stream.stretch() / 2);
    double[] mean = new double[before + stream.stretch()];
    int changes = played.size() * (stream.stretches() - 1);
    for (Played one : played) {
      for (int stretch = 1; stretch < stream.stretches(); stretch++) {
        int from = stretch * stream.stretch() - before;
        for (int i = 0; i < mean.length; i++) {
          mean[i] += one.errors()[from + i] / changes;
        }
      }
    }
    double level = 0;
    for (int i = 0; i < before; i++) {
      level += mean[i] / before;
    }
    double most = level + Math.max(0.1 * level, 0.01);
    double faded = level;
    double peak = 0;
    double events = Double.NaN;
    double lost = 0;
    for (int i = before; i < mean.length; i++) {
      faded += FADING * (mean[i] - faded);
      lost += mean[i] - level;
      if (faded > peak) {
        peak = faded;
        events = Double.NaN;
      }
      if (Double.isNaN(events) && faded <= most) {
        events = i - before;
      }
    }
    return new Recovery(level, peak, events, lost);
  }
}
