package io.tidemill.benchmark.prequential;

import io.tidemill.feature.Forecast;
import io.tidemill.online.Answer;
import io.tidemill.online.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Of forecasts: absolute errors by horizon, or squared ones of all horizons where the first rows
 * make a unit, in the order in which the values come that they spoke of.
 */
final class ForecastOutcomes implements Outcomes {
  private final int targets;
  private final List<Integer> horizons;
  private final Span span;
  private final int slots;
  private final List<Key> keys = new ArrayList<>();
  private final Map<String, DoubleStream.Builder> losses = new LinkedHashMap<>();
  private final List<DoubleStream.Builder> byHorizon = new ArrayList<>();

  /** What was said of a key of late, and moments of its targets' first rows. */
  private static final class Key {
    final double[][] said; // [slots][targets * horizons]
    final double[] count; // [targets], so the others
    final double[] mean;
    final double[] sum;

    Key(int slots, int targets) {
      said = new double[slots][];
      count = new double[targets];
      mean = new double[targets];
      sum = new double[targets];
    }
  }

  ForecastOutcomes(Forecast task, Span span) {
    this.span = span;
    targets = task.targets().size();
    horizons = task.horizons();
    slots = horizons.get(horizons.size() - 1) + 1;
    for (int horizon : horizons) {
      String one = horizons.size() == 1 ? "mae" : "mae@" + horizon;
      String name = span.unit() > 0 ? "mseInDeviations" : one;
      byHorizon.add(losses.computeIfAbsent(name, first -> DoubleStream.builder()));
    }
  }

  @Override
  public void answered(Answer answer) {
    while (keys.size() <= answer.key()) {
      keys.add(new Key(slots, targets));
    }
    Key key = keys.get(answer.key());
    for (int target = 0; target < targets; target++) {
      double actual = answer.actual()[target];
      for (int i = 0; i < horizons.size() && isJudged(answer.row()); i++) {
        long from = answer.row() - horizons.get(i);
        double said =
            from < 0 ? Double.NaN : key.said[(int) (from % slots)][target * horizons.size() + i];
        byHorizon.get(i).add(loss(actual - said, key, target));
      }
      if (answer.row() < span.unit() && !Double.isNaN(actual)) {
        double distance = actual - key.mean[target];
        key.mean[target] += distance / ++key.count[target];
        key.sum[target] += distance * (actual - key.mean[target]);
      }
    }
    key.said[(int) (answer.row() % slots)] = answer.said();
  }

  private boolean isJudged(long row) {
    return row >= span.from() && row < span.to();
  }

  private double loss(double error, Key key, int target) {
    return span.unit() > 0 ? error * error * key.count[target] / key.sum[target] : Math.abs(error);
  }

  @Override
  public Map<String, double[]> losses() {
    Map<String, double[]> all = new LinkedHashMap<>();
    losses.forEach((name, values) -> all.put(name, values.build().toArray()));
    return all;
  }
}
