package io.tidemill.benchmark.drift;

import io.tidemill.benchmark.Median;
import io.tidemill.drift.DriftDetector;
import io.tidemill.drift.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a detector found of the changes of some streams: the first alarm within {@link #WITHIN}
 * events after a change has found it, alarms at any other time are false.
 *
 * @param delay median of events from a change to its alarm; NaN: none was found
 * @param falseAlarms in all events that are not within reach of a change
 * @param quiet number of these events
 */
record Detection(int changes, int found, double delay, int falseAlarms, long quiet, int alarms) {

  /** Events after a change in which an alarm has found it. */
  static final int WITHIN = 2000;

  /** The rises that a detector sees in the values of each stream. */
  static List<List<Integer>> alarms(DriftDetector detector, List<double[]> streams) {
    List<List<Integer>> all = new ArrayList<>();
    for (double[] values : streams) {
      double[] state = new double[detector.stateSize()];
      List<Integer> alarms = new ArrayList<>();
      for (int i = 0; i < values.length; i++) {
        if (detector.update(values[i], state, 0) == Signal.RISE) {
          detector.reset(state, 0);
          alarms.add(i);
        }
      }
      all.add(alarms);
    }
    return all;
  }

  /** Alarms of nobody who looks: each event is one with this probability. */
  static List<List<Integer>> dummy(double rate, int streams, int events, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Integer>> all = new ArrayList<>();
    for (int s = 0; s < streams; s++) {
      List<Integer> alarms = new ArrayList<>();
      for (int i = 0; i < events; i++) {
        if (random.nextDouble() < rate) {
          alarms.add(i);
        }
      }
      all.add(alarms);
    }
    return all;
  }

  /** Judges alarms; events of the first stretch before {@code from} do not count. */
  static Detection of(List<List<Integer>> alarms, List<DriftingStream> streams, int from) {
    int changes = 0;
    int falseAlarms = 0;
    int all = 0;
    long quiet = 0;
    List<Double> delays = new ArrayList<>();
    for (int s = 0; s < streams.size(); s++) {
      DriftingStream stream = streams.get(s);
      boolean changing = stream.change() != Change.NONE;
      int within = changing ? Math.min(WITHIN, stream.stretch()) : 0;
      int known = changing ? stream.stretches() - 1 : 0;
      boolean[] found = new boolean[stream.stretches()];
      for (int alarm : alarms.get(s)) {
        int stretch = alarm / stream.stretch();
        int after = alarm % stream.stretch();
        if (alarm < from) {
          continue;
        }
        all++;
        if (stretch > 0 && after < within) {
          if (!found[stretch]) {
            delays.add((double) after);
          }
          found[stretch] = true;
        } else {
          falseAlarms++;
        }
      }
      changes += known;
      quiet += stream.events() - from - (long) known * within;
    }
    double delay = delays.isEmpty() ? Double.NaN : Median.of(delays);
    return new Detection(changes, delays.size(), delay, falseAlarms, quiet, all);
  }

  /** Changes without an alarm, of all. */
  double missed() {
    return changes == 0 ? Double.NaN : 1 - (double) found / changes;
  }

  /** False alarms in 10,000 events; at one event a second 2.8 hours. */
  double falsePer10k() {
    return 1e4 * falseAlarms / quiet;
  }
}
