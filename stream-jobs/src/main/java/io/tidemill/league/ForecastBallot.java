package io.tidemill.league;

import io.tidemill.feature.Forecast;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts as distances from the last known value, in the usual change of the key's target from
 * one event to the next, so that keys of different size are alike. An event's values are the
 * outcomes of what was said some events before.
 */
final class ForecastBallot implements Ballot {
  private static final double WINDOW = 2000;

  private final int[] horizons;
  private final int targets;
  private final int outputs;
  private final int candidates;
  private final int slots;
  private final List<Key> keys = new ArrayList<>();

  /** What was said of a key, event by event. */
  private static final class Key {
    final double[][] answers; // [slots][candidates * outputs]
    final double[][] last; // [slots][targets]
    final double[][] unit; // [slots][targets]
    final double[] change; // [targets] usual change
    final double[] changes; // [targets] how many it is made of
    double[] newest = {}; // [targets] last known values
    long rows;

    Key(int slots, int targets) {
      answers = new double[slots][];
      last = new double[slots][];
      unit = new double[slots][];
      change = new double[targets];
      changes = new double[targets];
    }
  }

  ForecastBallot(Forecast task, int candidates) {
    this.candidates = candidates;
    horizons = task.horizons().stream().mapToInt(Integer::intValue).toArray();
    targets = task.targets().size();
    outputs = task.outputSize();
    slots = horizons[horizons.length - 1] + 1;
  }

  @Override
  public int outputs() {
    return outputs;
  }

  private Key key(int number) {
    while (keys.size() <= number) {
      keys.add(new Key(slots, targets));
    }
    return keys.get(number);
  }

  private static double unit(Key key, int target) {
    return key.change[target] > 0 ? key.change[target] : 1;
  }

  @Override
  public void answer(int number, double[] said, double[] last, double[] answers, int offset) {
    Key key = key(number);
    for (int o = 0; o < outputs; o++) {
      int target = o / horizons.length;
      double distance = (said[o] - last[target]) / unit(key, target);
      answers[offset + o] = Double.isNaN(distance) ? 0 : distance;
    }
  }

  @Override
  public double[] said(int number, double[] combined, double[] last) {
    Key key = key(number);
    double[] said = new double[outputs];
    for (int o = 0; o < outputs; o++) {
      int target = o / horizons.length;
      said[o] = last[target] + combined[o] * unit(key, target);
    }
    return said;
  }

  @Override
  public @Nullable Case next(int number, double[] answers, double[] actual, double[] last) {
    Key key = key(number);
    Case known = known(key, actual);
    int slot = (int) (key.rows % slots);
    key.answers[slot] = answers;
    key.last[slot] = last;
    key.unit[slot] = new double[targets];
    for (int target = 0; target < targets; target++) {
      key.unit[slot][target] = unit(key, target);
      double before = key.newest.length == 0 ? Double.NaN : key.newest[target];
      double change = Math.abs(actual[target] - before);
      if (!Double.isNaN(change)) {
        key.changes[target] = Math.min(key.changes[target] + 1, WINDOW);
        key.change[target] += (change - key.change[target]) / key.changes[target];
      }
    }
    key.newest = last;
    key.rows++;
    return known;
  }

  private @Nullable Case known(Key key, double[] actual) {
    double[] answers = new double[candidates * outputs];
    double[] outcome = new double[outputs];
    boolean any = false;
    for (int o = 0; o < outputs; o++) {
      int target = o / horizons.length;
      long from = key.rows - horizons[o % horizons.length];
      outcome[o] = Double.NaN;
      if (from >= 0) {
        int slot = (int) (from % slots);
        outcome[o] = (actual[target] - key.last[slot][target]) / key.unit[slot][target];
        for (int i = 0; i < candidates; i++) {
          answers[i * outputs + o] = key.answers[slot][i * outputs + o];
        }
      }
      any |= !Double.isNaN(outcome[o]);
    }
    return any ? new Case(answers, outcome) : null;
  }
}
