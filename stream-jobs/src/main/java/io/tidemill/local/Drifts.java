package io.tidemill.local;

import io.tidemill.schema.message.ModelMetrics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What the learner has said of changes of the stream. */
final class Drifts {
  private static final int SHOWN = 5;

  private final Deque<Drift> newest = new ArrayDeque<>();
  private long count;

  /**
   * A change.
   *
   * @param time event time of what showed it, milliseconds
   * @param text what has changed and what was done
   */
  record Drift(long time, String text) {}

  /**
   * All so far.
   *
   * @param newest the last few, the oldest of them first
   */
  record SoFar(long count, List<Drift> newest) {
    static final SoFar NONE = new SoFar(0, List.of());
  }

  void add(ModelMetrics metrics) {
    String text = metrics.getReason() == null ? "" : metrics.getReason();
    double time = metrics.getValues().getOrDefault("time", Double.NaN);
    newest.add(new Drift((long) time, text));
    if (newest.size() > SHOWN) {
      newest.remove();
    }
    count++;
  }

  SoFar soFar() {
    return new SoFar(count, new ArrayList<>(newest));
  }
}
