package io.tidemill.online;

import io.tidemill.evaluate.ForecastTally;
import io.tidemill.feature.Forecast;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Of forecasts, each judged when what it spoke of comes, beside the last value known to it. */
final class ForecastScore implements Score {
  private final Forecast task;
  private final int[] horizons;
  private final Span span;
  private final int slots;
  private final List<Key> keys = new ArrayList<>();
  private final ForecastTally tally;
  private final double[] counted;
  private double squares; // in units
  private long inUnits;

  /** What a key was told, row by row; moments of each target. */
  private static final class Key {
    final double[][] said; // [slots][outputs], as answered
    final double[][] last; // [slots][targets], as answered
    final double[] mean;
    final double[] sum;
    final double[] count;

    Key(int slots, int targets) {
      said = new double[slots][];
      last = new double[slots][];
      mean = new double[targets];
      sum = new double[targets];
      count = new double[targets];
    }
  }

  ForecastScore(Forecast task, Span span) {
    this.task = task;
    this.span = span;
    horizons = task.horizons().stream().mapToInt(Integer::intValue).toArray();
    slots = horizons[horizons.length - 1] + 1;
    tally = new ForecastTally(task.targets(), task.horizons());
    counted = new double[tally.stateSize()];
  }

  @Override
  public void add(Answer answer) {
    while (keys.size() <= answer.key()) {
      keys.add(new Key(slots, task.targets().size()));
    }
    Key key = keys.get(answer.key());
    for (int target = 0; target < answer.actual().length; target++) {
      if (!Double.isNaN(answer.actual()[target])) {
        judge(answer.row(), key, target, answer.actual()[target]);
      }
    }
    int slot = (int) (answer.row() % slots);
    key.said[slot] = answer.said();
    key.last[slot] = answer.last();
  }

  private void judge(long row, Key key, int target, double actual) {
    for (int i = 0; i < horizons.length && span.holds(row); i++) {
      long from = row - horizons[i];
      int slot = (int) (from % slots);
      double value = from < 0 ? Double.NaN : key.said[slot][target * horizons.length + i];
      double last = from < 0 ? Double.NaN : key.last[slot][target];
      if (!Double.isNaN(value) && !Double.isNaN(last)) {
        tally.add(target * horizons.length + i, actual, value, last, 1, counted, 0);
        double unit = Math.sqrt(key.sum[target] / key.count[target]);
        if (span.unit() > 0 && unit > 0) {
          squares += Math.pow((actual - value) / unit, 2);
          inUnits++;
        }
      }
    }
    if (row < span.unit()) {
      key.count[target]++;
      double distance = actual - key.mean[target];
      key.mean[target] += distance / key.count[target];
      key.sum[target] += distance * (actual - key.mean[target]);
    }
  }

  @Override
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("judged", tally.count(counted, 0));
    metrics.putAll(tally.figures(counted, 0));
    if (span.unit() > 0) {
      metrics.put("mseInDeviations", squares / inUnits);
    }
    metrics.putAll(tally.parts(counted, 0));
    return metrics;
  }

  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>();
    for (String target : task.targets()) {
      for (int horizon : horizons) {
        columns.add(target + "+" + horizon);
      }
    }
    return columns;
  }

  @Override
  public List<String> values(Answer answer) {
    List<String> values = new ArrayList<>();
    for (double value : answer.said()) {
      values.add(Double.isNaN(value) ? "" : Double.toString(value));
    }
    return values;
  }
}
