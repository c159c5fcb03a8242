package io.tidemill.offline;

import io.tidemill.evaluate.Calibration;
import io.tidemill.evaluate.Classification;
import io.tidemill.evaluate.Ranking;
import io.tidemill.math.Matrix;
import io.tidemill.serve.Softmax;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Of classes: how many are right, and whether the probabilities are. */
final class ClassificationJudge implements Judge {
  private static final int BINS = 15;
  private static final int MOST_SHOWN = 12;
  private static final double SURE = 0.9;

  private final List<String> classes;
  private final int label;
  private final Classification counted;
  private final Calibration calibration = new Calibration(BINS);
  private final Ranking second = new Ranking();
  private final float[] probabilities;
  private final long[] said;
  private final long[] there;
  private long answers;
  private long sure;

  /**
   * @param label column of an observed row with the index of the class
   */
  ClassificationJudge(io.tidemill.feature.Classification task, int label) {
    this.classes = task.classes();
    this.label = label;
    this.counted = new Classification(classes.size());
    this.probabilities = new float[classes.size()];
    this.said = new long[classes.size()];
    this.there = new long[classes.size()];
  }

  @Override
  public void answered(int key, int row, double[] observed, int at, Matrix x, Matrix y, int i) {
    int likeliest = Softmax.of(y, i, probabilities);
    answers++;
    said[likeliest]++;
    sure += probabilities[likeliest] >= SURE ? 1 : 0;
    double actual = observed[at + label];
    if (Double.isNaN(actual)) {
      return;
    }
    there[(int) actual]++;
    counted.add(probabilities, 0, (int) actual);
    calibration.add(Math.min(probabilities[likeliest], 1), likeliest == (int) actual);
    if (classes.size() == 2) {
      second.add(probabilities[1], actual == 1);
    }
  }

  @Override
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("examples", (double) answers);
    if (counted.examples() > 0) {
      metrics.put("accuracy", counted.accuracy());
      metrics.put("accuracy of the commonest class", commonest());
      metrics.put("log-loss", counted.logLoss());
      metrics.put("precision", counted.precision());
      metrics.put("recall", counted.recall());
      metrics.put("F1", counted.f1());
      if (classes.size() == 2) {
        metrics.put("ROC AUC", second.rocAuc());
        metrics.put("PR AUC", second.prAuc());
      }
      metrics.put("calibration error", calibration.expectedError());
    }
    metrics.put("share at least 0.9 sure", (double) sure / answers);
    return metrics;
  }

  private double commonest() {
    long most = 0;
    for (long count : there) {
      most = Math.max(most, count);
    }
    return (double) most / counted.examples();
  }

  @Override
  public String details() {
    if (classes.size() > MOST_SHOWN) {
      return "";
    }
    int wide = classes.stream().mapToInt(String::length).max().orElse(1);
    StringBuilder text = new StringBuilder();
    if (counted.examples() == 0) {
      for (int k = 0; k < said.length; k++) {
        text.append(
            String.format(Locale.ROOT, "  %-" + wide + "s %,9d%n", classes.get(k), said[k]));
      }
      return "answers by class\n" + text;
    }
    long[][] confusion = counted.confusion();
    for (int k = 0; k < confusion.length; k++) {
      text.append(String.format(Locale.ROOT, "  %-" + wide + "s", classes.get(k)));
      for (long count : confusion[k]) {
        text.append(String.format(Locale.ROOT, "%7d", count));
      }
      text.append(
          String.format(
              Locale.ROOT,
              "   precision %.3f  recall %.3f%n",
              counted.precision(k),
              counted.recall(k)));
    }
    return "confusion: a row for each class, a column for each answer\n" + text;
  }
}
