package io.tidemill.online;

import io.tidemill.evaluate.ClassTally;
import io.tidemill.evaluate.Ranking;
import io.tidemill.feature.Classification;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Of classes, beside the naive answers: the commonest class so far, and the last known class of the
 * key (no change).
 */
final class ClassScore implements Score {
  private final Classification task;
  private final Span span;
  private final ClassTally tally;
  private final double[] counted;
  private final Ranking second = new Ranking();
  private final long[] seen;
  private int[] last = new int[16]; // of a key, plus 1; 0: none yet

  ClassScore(Classification task, Span span) {
    this.task = task;
    this.span = span;
    int classes = task.classes().size();
    tally = new ClassTally(classes);
    counted = new double[tally.stateSize()];
    seen = new long[classes];
  }

  @Override
  public void add(Answer answer) {
    double known = answer.actual()[0];
    if (Double.isNaN(known)) {
      return;
    }
    int actual = (int) known;
    if (answer.key() >= last.length) {
      last = Arrays.copyOf(last, Math.max(answer.key() + 1, 2 * last.length));
    }
    if (span.holds(answer.row())) {
      double[] said = answer.said();
      tally.add(said, actual, last[answer.key()] - 1, commonest(), 1, counted, 0);
      if (said.length == 2) {
        second.add((float) said[1], actual == 1);
      }
    }
    seen[actual]++;
    last[answer.key()] = actual + 1;
  }

  private int commonest() {
    int most = 0;
    for (int k = 1; k < seen.length; k++) {
      most = seen[k] > seen[most] ? k : most;
    }
    return most;
  }

  @Override
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("labelled", tally.count(counted, 0));
    metrics.putAll(tally.figures(counted, 0));
    metrics.computeIfPresent("auc", (name, sketched) -> second.rocAuc());
    return metrics;
  }

  @Override
  public List<String> columns() {
    List<String> columns = new ArrayList<>(List.of("actual", "predicted"));
    task.classes().forEach(name -> columns.add("p(" + name + ")"));
    return columns;
  }

  @Override
  public List<String> values(Answer answer) {
    int likeliest = ClassTally.likeliest(answer.said());
    double known = answer.actual()[0];
    List<String> values = new ArrayList<>();
    values.add(Double.isNaN(known) ? "" : task.classes().get((int) known));
    values.add(task.classes().get(likeliest));
    for (double probability : answer.said()) {
      values.add(Float.toString((float) probability));
    }
    return values;
  }
}
