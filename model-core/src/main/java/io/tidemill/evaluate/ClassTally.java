package io.tidemill.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How good answers of classes are, beside naive ones: sums over examples, each with a weight, so
 * that old ones may fade (Gama, Sebastião and Rodrigues 2013). The state belongs to the caller;
 * zeros: nothing counted.
 *
 * <p>The area under the curve of two classes is that of a histogram of the scores, {@value #RANKS}
 * bins of an eighth in their log-odds: examples of one bin count as ties. So it is off by at most
 * half the share of (positive, negative) pairs that meet in a bin. {@link Ranking} is exact and
 * keeps every score.
 *
 * @param classes at least 2
 */
public record ClassTally(int classes) {
  /** Bins of the scores of two classes. */
  public static final int RANKS = 256;

  /** Bins of the calibration error. */
  private static final int BINS = 15;

  private static final double RANKS_PER_LOGIT = 8;

  private static final int COUNT = 0;
  private static final int RIGHT = 1;
  private static final int LOSS = 2;
  private static final int UNCHANGED = 3;
  private static final int COMMONEST = 4;
  private static final int HITS = 5; // [classes], then actual and predicted [classes]

  public ClassTally {
    if (classes < 2) {
      throw new IllegalArgumentException(classes + " classes: a choice takes 2 or more");
    }
  }

  /** Doubles of state. */
  public int stateSize() {
    return ranks() + (classes == 2 ? 2 * RANKS : 0);
  }

  private int actual() {
    return HITS + classes;
  }

  private int predicted() {
    return HITS + 2 * classes;
  }

  private int said() {
    return HITS + 3 * classes;
  }

  private int came() {
    return said() + BINS;
  }

  private int ranks() {
    return came() + BINS;
  }

  /**
   * Counts one example.
   *
   * @param probabilities [classes], the first of the largest is what is predicted
   * @param actual the class that it is
   * @param unchanged what no change would have said; -1: nothing
   * @param commonest what the commonest class would have said
   * @param weight above 0
   */
  public void add(
      double[] probabilities,
      int actual,
      int unchanged,
      int commonest,
      double weight,
      double[] state,
      int offset) {
    int predicted = likeliest(probabilities);
    boolean right = predicted == actual;
    state[offset + COUNT] += weight;
    state[offset + RIGHT] += right ? weight : 0;
    state[offset + LOSS] += weight * LogLoss.of(probabilities[actual]);
    state[offset + UNCHANGED] += unchanged == actual ? weight : 0;
    state[offset + COMMONEST] += commonest == actual ? weight : 0;
    state[offset + HITS + actual] += right ? weight : 0;
    state[offset + actual() + actual] += weight;
    state[offset + predicted() + predicted] += weight;
    double sure = Math.min(probabilities[predicted], 1);
    int bin = Math.min((int) (sure * BINS), BINS - 1);
    state[offset + said() + bin] += weight * sure;
    state[offset + came() + bin] += right ? weight : 0;
    if (classes == 2) {
      state[offset + ranks() + (actual == 1 ? 0 : RANKS) + rank(probabilities[1])] += weight;
    }
  }

  /** The first of the likeliest classes. */
  public static int likeliest(double[] probabilities) {
    int likeliest = 0;
    for (int k = 1; k < probabilities.length; k++) {
      likeliest = probabilities[k] > probabilities[likeliest] ? k : likeliest;
    }
    return likeliest;
  }

  private static int rank(double p) {
    double rank = Math.floor(RANKS_PER_LOGIT * StrictMath.log(p / (1 - p))) + RANKS / 2;
    return (int) Math.max(0, Math.min(RANKS - 1, rank));
  }

  /** Examples, by their weights. */
  public double count(double[] state, int offset) {
    return state[offset + COUNT];
  }

  /** What was counted, by name; NaN: cannot be told. */
  public Map<String, Double> figures(double[] state, int offset) {
    Map<String, Double> figures = new LinkedHashMap<>();
    double count = state[offset + COUNT];
    double accuracy = state[offset + RIGHT] / count;
    double unchanged = state[offset + UNCHANGED] / count;
    double commonest = state[offset + COMMONEST] / count;
    figures.put("accuracy", accuracy);
    figures.put("accuracyNoChange", unchanged);
    figures.put("accuracyMajority", commonest);
    figures.put("kappa", Kappa.of(accuracy, byChance(state, offset)));
    figures.put("kappaTemporal", Kappa.of(accuracy, unchanged));
    figures.put("kappaMajority", Kappa.of(accuracy, commonest));
    figures.put("logLoss", state[offset + LOSS] / count);
    figures.put("precision", mean(state, offset, predicted()));
    figures.put("recall", mean(state, offset, actual()));
    figures.put("f1", f1(state, offset));
    if (classes == 2) {
      figures.put("auc", auc(state, offset + ranks()));
    }
    figures.put("calibrationError", calibrationError(state, offset));
    return figures;
  }

  /** Share of right answers that is to be expected by chance, as {@link Kappa#byChance}. */
  private double byChance(double[] state, int offset) {
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += state[offset + actual() + k] * state[offset + predicted() + k];
    }
    return sum / (state[offset + COUNT] * state[offset + COUNT]);
  }

  /** Mean share of hits over the classes that there are any of. */
  private double mean(double[] state, int offset, int of) {
    double sum = 0;
    int counted = 0;
    for (int k = 0; k < classes; k++) {
      double all = state[offset + of + k];
      sum += all > 0 ? state[offset + HITS + k] / all : 0;
      counted += all > 0 ? 1 : 0;
    }
    return sum / counted;
  }

  /** 2 hits / (actual + predicted) is 2 precision recall / (precision + recall). */
  private double f1(double[] state, int offset) {
    double sum = 0;
    int counted = 0;
    for (int k = 0; k < classes; k++) {
      double all = state[offset + actual() + k] + state[offset + predicted() + k];
      sum += all > 0 ? 2 * state[offset + HITS + k] / all : 0;
      counted += all > 0 ? 1 : 0;
    }
    return sum / counted;
  }

  private static double auc(double[] state, int positives) {
    double area = 0;
    double above = 0;
    double allNegatives = 0;
    for (int rank = RANKS - 1; rank >= 0; rank--) {
      double tied = state[positives + rank];
      double negatives = state[positives + RANKS + rank];
      area += negatives * (above + tied / 2);
      above += tied;
      allNegatives += negatives;
    }
    return area / (above * allNegatives);
  }

  private double calibrationError(double[] state, int offset) {
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      sum += Math.abs(state[offset + said() + bin] - state[offset + came() + bin]);
    }
    return sum / state[offset + COUNT];
  }
}
