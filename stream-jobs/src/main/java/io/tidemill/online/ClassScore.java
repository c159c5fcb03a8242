package io.tidemill.online;

import io.tidemill.evaluate.Calibration;
import io.tidemill.evaluate.Kappa;
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
  private static final int BINS = 15;

  private final Classification task;
  private final Span span;
  private final io.tidemill.evaluate.Classification counted;
  private final Calibration calibration = new Calibration(BINS);
  private final Ranking second = new Ranking();
  private final float[] probabilities;
  private final long[] seen;
  private int[] last = new int[16]; // of a key, plus 1; 0: none yet
  private long unchanged;
  private long commonest;

  ClassScore(Classification task, Span span) {
    this.task = task;
    this.span = span;
    int classes = task.classes().size();
    counted = new io.tidemill.evaluate.Classification(classes);
    probabilities = new float[classes];
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
      int likeliest = likeliest(answer);
      counted.add(probabilities, 0, actual);
      calibration.add(Math.min(probabilities[likeliest], 1), likeliest == actual);
      if (probabilities.length == 2) {
        second.add(probabilities[1], actual == 1);
      }
      unchanged += last[answer.key()] == actual + 1 ? 1 : 0;
      commonest += commonest() == actual ? 1 : 0;
    }
    seen[actual]++;
    last[answer.key()] = actual + 1;
  }

  /** Takes the probabilities, and gives the first of the likeliest classes. */
  private int likeliest(Answer answer) {
    int likeliest = 0;
    for (int k = 0; k < probabilities.length; k++) {
      probabilities[k] = (float) answer.said()[k];
      likeliest = answer.said()[k] > answer.said()[likeliest] ? k : likeliest;
    }
    return likeliest;
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
    double examples = counted.examples();
    double accuracy = counted.accuracy();
    metrics.put("labelled", examples);
    metrics.put("accuracy", accuracy);
    metrics.put("accuracyNoChange", unchanged / examples);
    metrics.put("accuracyMajority", commonest / examples);
    metrics.put("kappa", Kappa.of(accuracy, Kappa.byChance(counted.confusion())));
    metrics.put("kappaTemporal", Kappa.of(accuracy, unchanged / examples));
    metrics.put("kappaMajority", Kappa.of(accuracy, commonest / examples));
    metrics.put("logLoss", counted.logLoss());
    metrics.put("precision", counted.precision());
    metrics.put("recall", counted.recall());
    metrics.put("f1", counted.f1());
    if (probabilities.length == 2) {
      metrics.put("auc", second.rocAuc());
    }
    metrics.put("calibrationError", calibration.expectedError());
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
    int likeliest = likeliest(answer);
    double known = answer.actual()[0];
    List<String> values = new ArrayList<>();
    values.add(Double.isNaN(known) ? "" : task.classes().get((int) known));
    values.add(task.classes().get(likeliest));
    for (float probability : probabilities) {
      values.add(Float.toString(probability));
    }
    return values;
  }
}
