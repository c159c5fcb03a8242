package io.tidemill.evaluate;

import org.nd4j.evaluation.EvaluationAveraging;
import org.nd4j.evaluation.classification.Evaluation;

/**
 * How often the likeliest class is the right one, counted by ND4J. Mutable; confined to one thread.
 *
 * <p>Where nothing was predicted or nothing was there a quotient of a class is 0; means over the
 * classes leave such classes out, and are NaN before the first example.
 */
public final class Classification {
  private final int classes;
  private final Evaluation evaluation;
  private long examples;
  private double logLoss;

  /** Nothing counted yet, of at least 2 classes. */
  public Classification(int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException(classes + " classes: a choice takes 2 or more");
    }
    this.classes = classes;
    this.evaluation = new Evaluation(classes);
  }

  /**
   * Counts one example.
   *
   * @param probabilities of the classes, which begin at {@code from}; the first of the largest is
   *     what is predicted
   * @param actual the class that it is
   */
  public void add(float[] probabilities, int from, int actual) {
    if (actual < 0 || actual >= classes) {
      throw new IllegalArgumentException(
          "an example of class " + actual + ": want 0 to " + (classes - 1));
    }
    int predicted = 0;
    for (int k = 1; k < classes; k++) {
      if (probabilities[from + k] > probabilities[from + predicted]) {
        predicted = k;
      }
    }
    evaluation.eval(predicted, actual);
    logLoss += LogLoss.of(probabilities[from + actual]);
    examples++;
  }

  public long examples() {
    return examples;
  }

  /** Share of examples that were predicted right, in [0, 1]. */
  public double accuracy() {
    return examples == 0 ? Double.NaN : evaluation.accuracy();
  }

  /** Mean of -log(probability of the right class), with probabilities of at least 1e-15. */
  public double logLoss() {
    return logLoss / examples;
  }

  /** Share of a class's predictions that were right, in [0, 1]. */
  public double precision(int of) {
    return examples == 0 ? Double.NaN : evaluation.precision(of, 0);
  }

  /** Share of a class's examples that were predicted, in [0, 1]. */
  public double recall(int of) {
    return examples == 0 ? Double.NaN : evaluation.recall(of, 0);
  }

  /** 2 precision recall / (precision + recall) of a class, in [0, 1]. */
  public double f1(int of) {
    return examples == 0 ? Double.NaN : evaluation.fBeta(1, of, 0);
  }

  /** Mean precision of the classes that were predicted. */
  public double precision() {
    return examples == 0 ? Double.NaN : evaluation.precision(EvaluationAveraging.Macro);
  }

  /** Mean recall of the classes that there were. */
  public double recall() {
    return examples == 0 ? Double.NaN : evaluation.recall(EvaluationAveraging.Macro);
  }

  /** Mean F1 of the classes that there were or that were predicted. */
  public double f1() {
    double sum = 0;
    int counted = 0;
    for (int k = 0; k < classes && examples > 0; k++) {
      int there = evaluation.getConfusion().getActualTotal(k);
      int said = evaluation.getConfusion().getPredictedTotal(k);
      sum += f1(k);
      counted += there + said > 0 ? 1 : 0;
    }
    return sum / counted;
  }

  /** Examples by [actual class][predicted class]. */
  public long[][] confusion() {
    long[][] counts = new long[classes][classes];
    for (int actual = 0; actual < classes; actual++) {
      for (int predicted = 0; predicted < classes; predicted++) {
        counts[actual][predicted] = evaluation.getConfusion().getCount(actual, predicted);
      }
    }
    return counts;
  }
}
